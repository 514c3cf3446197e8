"""Wagtail's failures: refused where a value of the request explains them, else they stay failures.

The views here are compiled as if they were a library's: a failure of our own is never excused.
"""

from collections.abc import Callable
from typing import Any

import pytest
import structlog
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from delivery.middleware import RefuseUnreadableRequests

pytestmark = pytest.mark.django_db
PAGE = "/admin/pages/"


def library(body: str) -> Callable[[HttpRequest], None]:
    names: dict[str, Any] = {}
    exec(compile(f"def view(request):\n    {body}", "/site-packages/library.py", "exec"), names)  # noqa: S102
    return names["view"]


def answer_to(view: Callable[[HttpRequest], Any], request: HttpRequest) -> HttpResponse | None:
    try:
        view(request)
    except Exception as error:  # noqa: BLE001
        assert error.__traceback__
        error.__traceback__ = error.__traceback__.tb_next  # as if Django had called the view
        request.resolver_match = resolve(PAGE)
        return RefuseUnreadableRequests(lambda _: HttpResponse()).process_exception(request, error)
    raise AssertionError("the view does not fail")


@pytest.mark.postgres
@pytest.mark.parametrize(
    "body",
    [
        "int(request.GET['key'])",
        "ids = request.GET.getlist('key'); {}[ids[0]]",
        "name = request.GET['key']; name.no_such_method()",
        "[int(part) for part in request.GET['key'].split(',')]",
    ],
)
def test_value_that_a_library_cannot_take_is_refused_and_logged_as_an_error(
    rf: RequestFactory, body: str
) -> None:
    with structlog.testing.capture_logs() as logs:
        response = answer_to(library(body), rf.get(PAGE, {"key": "abc,1"}))
    assert response is not None and response.status_code == 400
    (entry,) = logs
    assert entry["log_level"] == "error" and entry["exc_info"]


@pytest.mark.parametrize(
    "body",
    [
        "None.title",
        "{}['title']",
        "raise TypeError('a mistake of the library')",
        "int('another')",
        "title = 'x'; None.title",
    ],
)
def test_failure_that_no_value_explains_stays_one(rf: RequestFactory, body: str) -> None:
    sent = {"title": "title", "key": "12", "q": "x"}
    assert answer_to(library(body), rf.post(PAGE, sent)) is None
    assert answer_to(library(body), rf.get(PAGE, sent)) is None


def test_failure_of_our_own_is_never_excused(rf: RequestFactory) -> None:
    assert answer_to(lambda request: int(request.GET["key"]), rf.get(PAGE, {"key": "abc"})) is None


def test_refused_form_is_in_the_page_to_be_sent_again(rf: RequestFactory) -> None:
    request = rf.post(f"{PAGE}?a=1", {"body": "Le pont rouvre.", "key": "abc"})
    request.user = AnonymousUser()
    response = answer_to(library("int(request.POST['key'])"), request)
    assert response is not None and response.status_code == 400
    page = response.content.decode()
    assert '<input type="hidden" name="body" value="Le pont rouvre.">' in page
    assert f'action="{PAGE}?a=1"' in page


def test_refused_script_is_told_so_in_json(rf: RequestFactory) -> None:
    request = rf.post(PAGE, {"key": "abc"}, headers={"x-requested-with": "XMLHttpRequest"})
    response = answer_to(library("int(request.POST['key'])"), request)
    assert response is not None and response.headers["Content-Type"] == "application/json"


def test_form_that_cannot_be_read_is_refused_without_it(client: Client) -> None:
    body = "&".join(f"f{n}=1" for n in range(10_001))
    response = client.generic("POST", "/admin/login/", body, "application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert b"f99" not in response.content
