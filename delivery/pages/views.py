"""What a view says so that its answer is kept: which parameters it reads, and for how long."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase

from delivery.pages.dependencies import tag_of

DAY = 24 * 60 * 60
# Where a request holds what its view has said.
PLACE = "actujet.page_cache"
# Where a request says that the page cache has sent it on, and that nobody waits for the answer.
FRONT = "actujet.page_cache.front"
NOBODY = "actujet.page_cache.nobody"
# Headers by which an answer may differ; what it is kept under holds their values.
VARIES_BY = {"accept-encoding", "save-data"}
# The parameters that some view reads.
all_parameters: set[str] = set()


@dataclass(frozen=True)
class KeepFor:
    """What a view lets the page cache do with its answer.

    seconds: how long it counts at most. parameters: what it depends on of the query. subject: the
    tag of what it is about. for_each: what is to be done for each reader who gets it.
    """

    seconds: float
    parameters: frozenset[str]
    subject: str = ""
    for_each: tuple[Callable[[HttpRequest], object], ...] = ()


def declare_parameters(names: Collection[str]) -> None:
    """Say, when the code is loaded, that some view reads these parameters of the query."""
    all_parameters.update(names)


def keep_answer(
    request: HttpRequest,
    parameters: Collection[str] = (),
    at_most: float = DAY,
    about: Model | None = None,
) -> None:
    """Have the answer to `request` kept, if it turns out to be the same for all readers.

    about: the object that it shows. Who asks after a change of that one gets no other answer than
    the new one; what stands around it may be of a second ago.

    The view sees no other parameters of the query than `parameters`, so that what anybody appends
    to an address (`utm_source`, `fbclid`) makes no other page.
    """
    # What is kept from now on at this address is told apart by them.
    declare_parameters(parameters)
    if request.method not in ("GET", "HEAD"):
        return
    subject = tag_of(about) if about is not None else ""
    request.META[PLACE] = KeepFor(at_most, frozenset(parameters), subject)
    query = request.META.get("QUERY_STRING", "")
    if query:
        known = only(query, parameters)
        if known != query:
            request.META["QUERY_STRING"] = known
            request.GET = QueryDict(known, encoding=request.encoding)


def do_for_each_reader(request: HttpRequest, act: Callable[[HttpRequest], object]) -> None:
    """Call `act` with this request, and with each that is given the kept answer to it."""
    if NOBODY not in request.META:
        act(request)
    keep = request.META.get(PLACE)
    if keep is not None:
        request.META[PLACE] = replace(keep, for_each=(*keep.for_each, act))


def only(query: str, parameters: Collection[str]) -> str:
    """The query string without other parameters than these, in the order of their names.

    query: as WSGI has it, its bytes as Latin-1 (PEP 3333): not every client encodes accents.
    """
    pairs = parse_qsl(query, keep_blank_values=True, encoding="latin-1")
    known = [pair for pair in pairs if pair[0] in parameters]
    return urlencode(sorted(known, key=lambda pair: pair[0]), encoding="latin-1")


def page_cached(*parameters: str, at_most: float = DAY) -> Callable[[Any], Any]:
    """Have the answers of a view kept; it reads these parameters of the query and no other.

    at_most: seconds, for what changes without a change in the database.
    """
    declare_parameters(parameters)

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def kept(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            keep_answer(request, parameters, at_most)
            return view(request, *args, **kwargs)

        return kept

    return decorate


def is_left_to_front(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the page cache compresses an answer and compares it with what a browser has."""
    if not {FRONT, PLACE} <= request.META.keys() or response.streaming:
        return False
    headers = [*response.items(), *(("Set-Cookie", "") for _cookie in response.cookies)]
    return is_whole(str(response.status_code), headers)


def is_whole(status: str, headers: Iterable[tuple[str, str]]) -> bool:
    """Whether an answer with this status and these headers is one for all readers."""
    if not status.startswith("200"):
        return False
    for name, value in headers:
        name, value = name.lower(), value.lower()
        if name in ("set-cookie", "content-encoding"):
            return False
        if name == "cache-control" and ("no-store" in value or "no-cache" in value):
            return False
        if name == "vary" and not {part.strip() for part in value.split(",")} <= VARIES_BY:
            return False
    return True
