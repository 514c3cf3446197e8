"""Requests that no browser sends by itself are refused, never a 500."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse

ROOT = Path(__file__).resolve().parents[2]
LOGIN = "/admin/login/"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/a%00b/", "/?q=%00", "/admin/login/?next=%00", "/%00"])
def test_nul_byte_in_an_address_is_refused(reader, home_page, address):
    assert reader.get(address).status_code == 400


def test_nul_byte_in_a_cookie_is_refused(reader, home_page):
    reader.cookies.load({"sessionid": "a"})
    response = reader.get("/", HTTP_COOKIE="sessionid=a\0b")
    assert response.status_code == 400


@pytest.mark.parametrize(
    "cookie",
    ["=;;=", "sessionid=" + "x" * 4000, "sessionid=é€", "a" * 8000, 'csrftoken="\\', "; ; ;"],
)
def test_broken_cookies_are_ignored(reader, home_page, cookie):
    sent = cookie.encode().decode("latin-1")
    assert reader.get("/", HTTP_COOKIE=sent).status_code == 200
    assert reader.get(LOGIN, HTTP_COOKIE=sent).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "a b", "[::", "localhost:x", "é.example"])
def test_foreign_host_is_refused(reader, home_page, host):
    assert reader.get("/", HTTP_HOST=host).status_code == 400


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=", b"--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a"),
        ("multipart/form-data; boundary=\xe9", b"--x--"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n'
            b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--",
        ),
        ("application/x-www-form-urlencoded; charset=nonsense", b"username=%ff%fe"),
    ],
)
def test_malformed_form_is_refused(reader, home_page, content_type, body):
    response = reader.generic("POST", LOGIN, body, content_type)
    assert 200 <= response.status_code < 500


def test_form_of_more_fields_than_a_page_has_is_refused(reader, home_page):
    body = "&".join(f"f{n}=1" for n in range(10_001))
    response = reader.generic("POST", LOGIN, body, "application/x-www-form-urlencoded")
    assert response.status_code == 400


def test_form_of_more_text_than_a_page_has_is_refused(reader, home_page):
    body = "username=" + "x" * (5 * 1024 * 1024 + 1)
    response = reader.generic("POST", LOGIN, body, "application/x-www-form-urlencoded")
    assert response.status_code == 400


def test_refusal_has_the_sites_face(reader, home_page):
    assert b"<main" in reader.get("/?q=%00").content


REQUESTS = {
    "two": (
        "reader.get('/media/rien', HTTP_USER_AGENT='Tecno'); "
        "from django.http import StreamingHttpResponse as Stream; "
        "from django.test import RequestFactory; from delivery.middleware import RequestLog; "
        "answer = RequestLog(lambda request: Stream([b'a'])); "
        "b''.join(answer(RequestFactory().get('/film')))"
    ),
    "personal": (
        "reader.get('/media/rien?q=symptomes', HTTP_USER_AGENT='Tecno', REMOTE_ADDR='41.73.9.9')"
    ),
    # There is no table yet in that process's database.
    "failing": "reader.get('/')",
}


@pytest.fixture(scope="module")
def logged() -> dict[str, list[dict[str, Any]]]:
    """What a process of its own writes to its log for each of REQUESTS, line by line."""
    prelude = (
        "import sys; sys.path.insert(0, 'site'); import django; django.setup(); "
        "from django.test import Client; reader = Client(raise_request_exception=False); "
    )
    mark = "; print('next', file=sys.stderr); "
    ended = subprocess.run(
        [sys.executable, "-c", prelude + mark.join(REQUESTS.values())],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "config.settings.test", "LOG_FORMAT": "json"},
        capture_output=True,
        text=True,
        check=True,
    )
    parts = ended.stderr.split("next\n")
    return {
        name: [json.loads(line) for line in part.splitlines() if line.startswith("{")]
        for name, part in zip(REQUESTS, parts, strict=True)
    }


def test_request_is_logged_once_with_the_id_of_its_answer(logged):
    lines = logged["two"]
    assert [line["request"] for line in lines] == ["GET /media/rien", "GET /film"]
    assert all(line["request_id"] for line in lines)


def test_log_holds_nothing_about_the_reader(logged):
    text = json.dumps(logged["personal"])
    assert logged["personal"]
    for personal in ("symptomes", "Tecno", "41.73.9.9"):
        assert personal not in text


def test_error_is_logged_with_its_traceback(logged):
    (line,) = [line for line in logged["failing"] if line["event"] == "request_failed"]
    assert line["code"] == 500
    assert "OperationalError" in line["exception"] and line["request_id"]


@override_settings(DEBUG=False)
def test_sign_in_form_comes_back_after_a_wrong_password(reader, home_page):
    response = reader.post(reverse("wagtailadmin_login"), {"username": "chef", "password": "x"})
    assert response.status_code == 200
    assert b'value="chef"' in response.content
