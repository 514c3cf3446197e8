"""Signs the list of results of a page, and reads which of them a click opened.

The list of a page of results names what it shows and where; what comes back is that list and which
of its entries was opened. So nothing is counted that no search has shown, and no address has to be
looked up. Links stay links: without scripts a click is not counted, and nothing else changes.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.core import signing
from django.utils import timezone

from search.models import Source
from search.privacy import kept_text
from search.promoted import Pick
from search.results import Hit

SALT = "search.clicks"
A_DAY = timedelta(days=1)
LONGEST = 4_000  # bytes of a body
LETTERS = {Source.ARTICLE: "p", Source.PAGE: "p", Source.DOCUMENT: "d"}


def signed_list(query: str, picks: Sequence[Pick], hits: Sequence[Hit], first: int) -> str:
    """Return the signed list for the script of the page; empty where the search is not counted.

    first: the place of the first of `hits`.
    """
    kept = kept_text(query)
    if not kept or not (picks or hits):
        return ""
    targets = [_target(pick.hit) if pick.hit else f"x{pick.pk}" for pick in picks]
    targets += [_target(hit) for hit in hits]
    # The day, and no time: the page stays the same when it is asked for again.
    day = timezone.localdate().isoformat()
    listed: dict[str, object] = {"q": kept[1], "t": targets, "n": len(picks), "f": first, "d": day}
    return signing.Signer(salt=SALT).sign_object(listed, compress=True)


def read_click(body: str) -> tuple[str, str, int] | None:
    """Return query, target and place of the result named by `body`; None if it is junk."""
    number, _point, listed = body.partition(".")
    if len(body) > LONGEST or not (number.isascii() and number.isdecimal() and len(number) < 4):
        return None
    try:
        shown = signing.Signer(salt=SALT).unsign_object(listed)
    except signing.BadSignature:
        return None
    at = int(number)
    if at >= len(shown["t"]) or date.fromisoformat(shown["d"]) < timezone.localdate() - A_DAY:
        return None
    place = 0 if at < shown["n"] else shown["f"] + at - shown["n"]
    return shown["q"], shown["t"][at], place


def _target(hit: Hit) -> str:
    return f"{LETTERS[hit.source]}{hit.thing.pk}"
