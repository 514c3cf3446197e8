"""What a reading request asks for twice is read once; a changing one reads again."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from delivery.request_cache import RequestQueryCache, cached_for_request

# What had been committed before is noted for what is kept of the answer.
pytestmark = pytest.mark.django_db


def answers_of(method: str) -> list[str]:
    """What a view gets that asks three times while the answer changes under it."""
    answers = iter("abc")
    got: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        got.extend(cached_for_request("question", lambda: next(answers)) for _ in range(3))
        return HttpResponse()

    RequestQueryCache(view)(RequestFactory().generic(method, "/"))
    return got


def test_a_reading_request_keeps_its_first_answer() -> None:
    assert answers_of("GET") == ["a", "a", "a"]


def test_a_changing_request_asks_again() -> None:
    assert answers_of("POST") == ["a", "b", "c"]


def test_the_next_request_asks_again() -> None:
    assert answers_of("GET") == answers_of("GET") == ["a", "a", "a"]
    assert cached_for_request("question", lambda: "outside") == "outside"
