"""Parts of a page that are drawn anew where the page itself is still right.

What a publication changes on every page, such as the newest articles, is no reason to make every
page anew. Such a part is drawn in a context of its own: of the page around it, it knows nothing but
the values that are handed to it. So it can be drawn again for a page that is kept, and put in its
place there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import close_old_connections
from django.http import HttpRequest
from django.template.base import NodeList, Template
from django.template.context import Context

from delivery.compression import dense
from delivery.pages.dependencies import Drawn, collected, collecting


@dataclass(frozen=True, slots=True)
class Part:
    """template: where it stands. values: what its context holds beside the request."""

    template: Template
    nodelist: NodeList
    values: dict[str, Any]

    def draw(self, request: HttpRequest) -> str:
        context = Context({**self.values, "request": request})
        with context.bind_template(self.template), context.render_context.push_state(self.template):
            text = str(self.nodelist.render(context))
        # As the whole page will be, so that it is found again there.
        return dense(text.encode()).decode().strip()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part stands in the body of an answer, in bytes."""

    start: int
    end: int
    part: Part


def draw(part: Part, request: HttpRequest) -> str:
    """Draw a part of the page that is being made."""
    with collecting(apart=True) as found:
        text = part.draw(request)
    if (around := collected()) is not None:
        around.add_drawn(Drawn(part, text, found))
    return text


def draw_anew(places: Sequence[Place], request: HttpRequest) -> list[str]:
    """Draw parts outside of a request to Django, on connections that are whole."""
    close_old_connections()
    try:
        return [place.part.draw(request) for place in places]
    finally:
        close_old_connections()


def places_of(body: bytes, drawn: Sequence[Drawn]) -> tuple[list[Place], list[Drawn]]:
    """Where parts stand in a body, and those that are not found again, or are empty."""
    places: list[Place] = []
    lost: list[Drawn] = []
    end = 0
    for one in drawn:
        text = one.text.encode()
        start = body.find(text, end) if text else -1
        if start < 0:
            lost.append(one)
            continue
        end = start + len(text)
        places.append(Place(start, end, one.part))
    return places, lost


def put_in(body: bytes, places: Sequence[Place], texts: Sequence[str]) -> tuple[bytes, list[Place]]:
    """The body with these texts in these places, and where they stand then."""
    pieces: list[bytes] = []
    moved: list[Place] = []
    length, rest = 0, 0
    for place, text in zip(places, texts, strict=True):
        before, new = body[rest : place.start], text.encode()
        pieces += [before, new]
        start = length + len(before)
        length, rest = start + len(new), place.end
        moved.append(Place(start, length, place.part))
    return b"".join([*pieces, body[rest:]]), moved
