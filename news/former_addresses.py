"""Where pages are that were moved or renamed, and the pages below them.

`Page.save` and `Page.move` change the address of a section and of all below it in one statement.
One row says where the section was, written in the same transaction; from it follows where each page
below is now. Which redirects the queue has written by then makes no difference to a reader.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from news.links import was_public
from news.models import ArticleIndexPage, FormerAddress, TopicPage, Withdrawal
from news.routing import serve
from news.sites import site_of
from news.visibility import at_address, last_part

# No page has an address of more parts.
MOST_PARTS = 12
# Of a section that had more names than this, the newest are asked for pages that had left it: a
# "not found" costs little however often somebody has renamed a section.
MOST_NAMES = 100
# A page, the rest of the address below it, and whether the page has left the place.
Holder = tuple[Page, list[str], bool]


def remember_address(page: Page) -> FormerAddress | None:
    """Keep the stored address of `page`, which is about to be saved with another one.

    None if nothing changes, or if readers have never seen the page nor any below it.
    """
    before = Page.objects.filter(pk=page.pk).only("url_path", "live", "first_published_at").first()
    if before is None or before.url_path == page.url_path:
        return None
    below = seen_by_readers(page)
    pages = below.count()
    if not pages:
        return None
    fresh = {
        "moved_at": timezone.now(),
        "pages": pages,
        "looked_at": 0,
        "last_page": 0,
        "finished_at": None,
    }
    kept, _created = FormerAddress.objects.update_or_create(
        url_path=before.url_path, page_id=page.pk, defaults=fresh
    )
    return kept


def seen_by_readers(page: Page) -> PageQuerySet:
    """Return the page and those below it, of those that readers see or once could."""
    public = Q(live=True) | Q(first_published_at__isnull=False)
    return Page.objects.descendant_of(page, inclusive=True).filter(public)


def address_now(request: HttpRequest, path: str) -> str | None:
    """Return where the page has gone to that was at the address `path`, if it has moved.

    A feed of a section follows the section.
    """
    site = site_of(request)
    try:
        match = resolve(path)
    except Resolver404:
        return None
    is_feed = match.view_name == "section_feed"
    parts = [part for part in (match.kwargs["path"] if is_feed else path).split("/") if part]
    if site is None or not parts or len(parts) > MOST_PARTS or "\0" in path:
        return None
    if not (is_feed or match.func is serve):
        return None
    root = site.root_page.url_path
    for page, rest in holders(root, parts):
        url_path = page.url_path + _joined(rest)
        # Who is sent to the address that was asked for would go round in circles.
        if url_path == root + _joined(parts):
            continue
        found = _feed_at(request, url_path) if is_feed else _address_at(request, page, rest)
        if found:
            return found
    return None


def _feed_at(request: HttpRequest, url_path: str) -> str | None:
    """The address of the feed of the section or topic at `url_path`."""
    for kind in (ArticleIndexPage, TopicPage):
        page = at_address(kind.objects.visible(), url_path).first()
        parts = page.get_url_parts(request) if page else None
        if parts:
            return reverse("section_feed", args=[parts[2].strip("/")])
    return None


def _address_at(request: HttpRequest, page: Page, rest: list[str]) -> str | None:
    """The address of what readers get, or once got, at `rest` below `page`."""
    base = page.get_url(request)
    if not base or not rest:
        return base
    url_path = page.url_path + _joined(rest)
    there = at_address(Page.objects.all(), url_path).first()
    if there is not None:
        known = was_public(there)
    else:
        gone = Withdrawal.objects.filter(page=None, url_path=url_path)
        known = gone.exists() or _has_route(request, page, rest)
    return base + _joined(rest) if known else None


def _has_route(request: HttpRequest, page: Page, rest: list[str]) -> bool:
    """Whether a page shows something of its own there, as a policy page shows its versions."""
    try:
        page.specific.route(request, rest)
    except Http404:
        return False
    return page.live


def holders(root: str, parts: list[str]) -> Iterator[tuple[Page, list[str]]]:
    """Yield pages that were at the beginning of an address, with the rest of the address.

    The longest beginning first, and of pages that followed each other at one address the last.
    A page that left a moved section is found by each address that the section had before.

    root: the `url_path` of the front page.
    parts: the address below it, without slashes.
    """
    waiting = [*_once_at({root: None}, parts), *_now_at(root, parts)]
    seen = set()
    while waiting:
        page, rest, is_former = waiting.pop(0)
        if (page.pk, len(rest)) in seen:
            continue
        seen.add((page.pk, len(rest)))
        if is_former and (rest or was_public(page)):
            yield page, rest
        if rest:
            former = page.former_addresses.order_by("-moved_at", "-pk")[:MOST_NAMES]
            bases = {one.url_path: one.moved_at for one in former}
            waiting += _once_at({page.url_path: None, **bases}, rest)


def _once_at(bases: dict[str, datetime | None], parts: list[str]) -> list[Holder]:
    """The pages with a former address below one of `bases`.

    bases: addresses, with the moment until which each was one of the section in question.
    """
    rests, until = {}, {}
    for base, end in bases.items():
        for count in range(1, len(parts) + 1):
            url_path = base + _joined(parts[:count])
            rests[url_path], until[url_path] = parts[count:], end
    found = FormerAddress.objects.filter(url_path__in=rests).select_related("page")
    usable = [
        one
        for one in found.order_by("-moved_at", "-pk")
        if (end := until[one.url_path]) is None or one.moved_at <= end
    ]
    usable.sort(key=lambda one: len(rests[one.url_path]))
    return [(one.page, rests[one.url_path], True) for one in usable]


def _now_at(root: str, parts: list[str]) -> list[Holder]:
    """The moved pages that are at a beginning of the address now: back again, or below another."""
    url_paths = [root + _joined(parts[:n]) for n in range(len(parts))]
    moved = Page.objects.filter(
        slug__in={last_part(url_path) for url_path in url_paths},
        url_path__in=url_paths,
        former_addresses__isnull=False,
    )
    pages = {page.url_path: page for page in moved}
    return [
        (pages[url_path], parts[count:], False)
        for count, url_path in reversed(list(enumerate(url_paths)))
        if url_path in pages
    ]


def _joined(parts: list[str]) -> str:
    return "".join(f"{part}/" for part in parts)
