"""The rows of the page chooser, whose parents are read at once."""

from collections.abc import Callable, Iterable
from functools import wraps

from wagtail.admin.views.chooser import PageChooserTable
from wagtail.models import Page


def with_parents(pages: Iterable[Page]) -> list[Page]:
    """Return the pages, each with the parent that treebeard would fetch for it."""
    found = list(pages)
    Page.objects.annotate_parent_page(found)
    for page in found:
        if page._parent_page is not None:
            page._cached_parent_obj = page._parent_page
    return found


def _reading_parents(stock: Callable[..., None]) -> Callable[..., None]:
    @wraps(stock)
    def __init__(
        self: PageChooserTable, columns: list[object], data: Iterable[Page], **kwargs: object
    ) -> None:
        stock(self, columns, with_parents(data), **kwargs)

    return __init__


def take_over() -> None:
    PageChooserTable.__init__ = _reading_parents(PageChooserTable.__init__)
