"""The one definition of what readers can open."""

from collections.abc import Iterable
from typing import Self

from django.db.models import Q
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from delivery.pages.dependencies import depends_instead
from delivery.request_cache import cached_for_request, kept_while_reading


class PublicPageQuerySet(PageQuerySet):
    def visible(self) -> Self:
        """Live, and behind no password or sign-in: every public listing starts here."""
        return self.live().public()

    def private_q(self) -> Q:
        """The pages behind a restriction; a page with many lists reads the restrictions once."""
        return cached_for_request("private pages", self._private_q)

    def _private_q(self) -> Q:
        private = [self.descendant_of_q(page, inclusive=True) for page in shut_pages()]
        return Q(*private, _connector=Q.OR) if private else Q(pk__in=[])

    def descendant_of_q(self, other: Page, inclusive: bool = False) -> Q:
        """The same pages as Wagtail's, as a range of paths, for which both databases use the index.

        SQLite reads all pages for a LIKE.
        """
        return below_q(other.path, inclusive=inclusive)


def below_q(path: str, *, inclusive: bool = False, prefix: str = "") -> Q:
    """The pages below the one at `path`. `prefix`: the way to them, such as "article__"."""
    # The first path behind them all: 0001001 for 0001000Z.
    stem = path.rstrip(Page.alphabet[-1])
    following = stem[:-1] + Page.alphabet[Page.alphabet.index(stem[-1]) + 1]
    start = "gte" if inclusive else "gt"
    return Q(**{f"{prefix}path__{start}": path, f"{prefix}path__lt": following})


def visible_among(pages: Iterable[Page]) -> list[Page]:
    """Those of `pages`, which were read already, that readers can open."""
    shut = tuple(page.path for page in shut_pages())
    return [page for page in pages if page.live and not page.path.startswith(shut)]


def shut_pages() -> list[Page]:
    """The pages with a restriction of their own, which those below them share.

    Kept until one more is shut, or one less.
    """
    return kept_while_reading("shut pages", _shut_pages)


def _shut_pages() -> list[Page]:
    barriers = PageViewRestriction.objects.select_related("page").order_by("pk")
    # It depends on these pages, whichever others there are.
    with depends_instead([], {"articles", "pages"}):
        return [barrier.page for barrier in barriers]


def at_address(pages: PageQuerySet, url_path: str) -> PageQuerySet:
    """Those of `pages` at `url_path`, found by its last part, which has an index."""
    return pages.filter(slug=last_part(url_path), url_path=url_path)


def last_part(url_path: str) -> str:
    return url_path.strip("/").rpartition("/")[2]


def visible_pages() -> PublicPageQuerySet:
    """Return the pages of all types that readers can open, in the order of the tree."""
    return PublicPageQuerySet(Page).order_by("path").visible()
