"""What browsers and proxies are told about a page."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from django.conf import settings

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def policy(response) -> dict[str, list[str]]:
    directives = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in directives}


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def test_public_page_loads_nothing_from_elsewhere_and_runs_inline_what_precedes_the_first_paint(
    reader, home_page
):
    response = reader.get("/")
    told = policy(response)
    (script,) = re.findall(r"<script>(.*?)</script>", response.content.decode())
    draws = (settings.BASE_DIR / "static/js/draw-advert.js").read_text().strip()
    known = [b64encode(sha256(inline.encode()).digest()).decode() for inline in (script, draws)]
    assert told["default-src"] == ["'none'"]
    assert told["script-src"] == ["'self'", *(f"'sha256-{digest}'" for digest in known)]
    assert told["style-src"] == ["'self'"]
    assert told["frame-ancestors"] == ["'none'"]
    assert not [s for sources in told.values() for s in sources if "unsafe" in s or "http" in s]


def test_error_page_is_as_strict(reader, home_page):
    response = reader.get("/rien/")
    assert response.status_code == 404
    assert policy(response)["script-src"] == policy(reader.get("/"))["script-src"]


def test_the_admin_loads_nothing_from_elsewhere(editor, home_page):
    told = policy(editor.get("/admin/"))
    assert told["script-src"][0] == "'self'" and "'unsafe-inline'" not in told["script-src"]
    assert told["object-src"] == ["'none'"] and told["frame-ancestors"] == ["'self'"]
    assert not [s for sources in told.values() for s in sources if "http" in s or s == "*"]


def test_preview_may_be_framed_by_the_editor_and_the_page_by_nobody(editor, home_page):
    preview = editor.get(f"/admin/pages/{home_page.pk}/view_draft/")
    assert preview.status_code == 200
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    assert policy(preview)["frame-ancestors"] == ["'self'"]
    assert editor.get("/")["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("address", ["/", "/admin/login/", "/rien/"])
def test_every_page_renounces_what_it_does_not_need(reader, home_page, address):
    response = reader.get(address)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_readers_page_is_kept_for_a_minute_and_sets_no_cookie(reader, home_page):
    response = reader.get("/")
    assert response["Cache-Control"].startswith("public, s-maxage=1, max-age=60, ")
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_that_there_is_no_page_is_kept_by_nobody_as_one_may_come(reader, home_page):
    assert "no-cache" in reader.get("/rien/")["Cache-Control"]


def test_page_that_has_not_changed_is_not_sent_again(reader, home_page):
    first = reader.get("/")
    again = reader.get("/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_page_for_someone_signed_in_is_kept_by_nobody(editor, home_page):
    assert set(editor.get("/")["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_admin_is_asked_again_each_time(editor, home_page):
    told = editor.get("/admin/")["Cache-Control"]
    assert "private" in told and "no-cache" in told and "public" not in told


def test_answer_carries_the_id_that_is_in_the_log(reader, home_page):
    first, second = reader.get("/")["X-Request-ID"], reader.get("/rien/")["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f-]{36}", first)
    assert first != second


def test_preview_keeps_the_id_of_its_request(editor, home_page):
    assert editor.get(f"/admin/pages/{home_page.pk}/view_draft/")["X-Request-ID"]


def test_visitors_do_not_choose_the_id(reader, home_page):
    response = reader.get("/", headers={"x-request-id": "mine\tforged"})
    assert "mine" not in response["X-Request-ID"]
