"""A cache of facts for the length of a request that only reads.

Who may do what with a text follows from a few facts, which each button, panel and message of a
page asks the database for. A request that changes nothing keeps them until it is answered;
elsewhere each is read when it is asked for, since it may have been changed a line before.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

from delivery.pages.changes import known
from delivery.pages.dependencies import Dependencies, collecting, depends_as
from delivery.pages.kept import kept

Answer = TypeVar("Answer")

_answers: ContextVar[dict[Hashable, tuple[Any, Dependencies]] | None] = ContextVar(
    "answers", default=None
)


class RequestQueryCache:
    """Middleware that gives each request that reads an empty cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            with reading(), collecting(known.read(), takes_drawn=True):
                return self.get_response(request)
        return self.get_response(request)


@contextmanager
def reading() -> Iterator[None]:
    """Keep facts until the end of the block, which changes none of them.

    For the page with which a request answers that has changed something before.
    """
    before = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(before)


def cached_for_request(key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """Return what `ask` returns; in a request that reads, what it returned first for this key."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if key not in answers:
        with collecting() as found:
            answers[key] = ask(), found
        answer: Answer = answers[key][0]
        return answer
    answer, found = answers[key]
    depends_as(found)
    return answer


def kept_while_reading(key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """Return what `ask` returns; in a request that reads, what is kept until that changes.

    It is asked for again wherever something may have been changed a line before, see `kept`.
    """
    return ask() if _answers.get() is None else kept(key, ask)
