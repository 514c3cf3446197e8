"""What a type of page says of itself. The rooms above ask it and keep no list of types.

A new type states the four facts of `STATED` and overrides what else is not as below. A kind of
article inherits from `ArticlePage` and with it all that is true of articles: it is listed in
sections, feeds, sitemaps, tags and la Une, since all of these query `ArticlePage`.
"""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.core.checks import CheckMessage, Error
from wagtail.models import Page, get_page_models

if TYPE_CHECKING:
    from news.models import Author
    from news.models.base import PublicPage


class Approval(Enum):
    """Who approves a version of a page before it reaches readers."""

    NONE = "none"
    DESK = "desk"
    LEGAL = "legal"


class FoundAs(StrEnum):
    """What a page is to readers who search; the values are those of `search.models.Source`."""

    ARTICLE = "article"
    PAGE = "page"
    NOTHING = ""


# What no type inherits from the base: each says it, or inherits it from another type.
STATED = ("approval", "checks", "found_as", "in_navigation")


class PageFacts:
    """The facts, for every type of page."""

    # Who approves it. Types with an approval are published by their workflow alone.
    approval: ClassVar[Approval]
    # Names of the checks before publication (`editorial.gates.checks.text.CHECKS`), in the order
    # in which their findings are shown.
    checks: ClassVar[tuple[str, ...]]
    # As what the public search finds it.
    found_as: ClassVar[FoundAs]
    # Whether it is a link of the site's navigation where it stands directly below the front page,
    # or below a section that does.
    in_navigation: ClassVar[bool]

    # What readers do not get of a page: changing it is no change of the text that was approved.
    unread_fields: ClassVar[frozenset[str]] = frozenset(
        {"slug", "show_in_menus", "search_description"}
    )
    # Running text, in which a typing error may be corrected without asking first.
    prose_fields: ClassVar[frozenset[str]] = frozenset()
    # Typed text in which placeholders are looked for, beside rows and body.
    text_fields: ClassVar[tuple[str, ...]] = ("title", "seo_title", "search_description")
    # Relations to prefetch before many of the type are indexed.
    indexed_with: ClassVar[tuple[str, ...]] = ()
    # Whether one may go on writing while an approved version waits for its hour.
    has_drafts_beside_schedule: ClassVar[bool] = False
    # Whether authors sign it (`bylines`).
    has_bylines: ClassVar[bool] = False
    # Whether readers are told of a mistake in it by a dated correction (`corrections`).
    has_corrections: ClassVar[bool] = False
    # Whether those who watch its section are told before the rest of the desk.
    has_section_desk: ClassVar[bool] = False
    # Whether it is taken off the site with a reason only, and readers find a note in its place.
    is_withdrawn_with_reason: ClassVar[bool] = False
    # Whether it can be pinned on la Une.
    is_pinnable: ClassVar[bool] = False

    @classmethod
    def permission_model(cls) -> type[Page]:
        """The type whose permissions (add, change, delete) hold for this one."""
        return cls

    @property
    def words(self) -> int | None:
        """The number of words of the text in memory; None for a type whose words nobody counts."""
        return None

    @classmethod
    def words_in(cls, content: dict[str, Any]) -> int | None:
        """The same of a stored version."""
        return None

    def prefill(self, author: Author | None) -> None:
        """Put into a new page what its writer need not type; `author` is who signs for them."""

    def structured_data(self, **where: Any) -> dict[str, Any]:
        """The page as schema.org describes it; empty where there is nothing to say."""
        return {}

    @classmethod
    def missing_facts(cls) -> list[CheckMessage]:
        """An error for each fact that the type does not state."""
        return [
            Error(
                f"{cls.__name__} does not state “{name}”.",
                hint="See news/page_facts.py.",
                obj=cls,
                id="news.E001",
            )
            for name in STATED
            if not hasattr(cls, name)
        ]


class NoFacts(PageFacts):
    """What holds for Wagtail's own page class."""

    approval = Approval.NONE
    checks = ()
    found_as = FoundAs.NOTHING
    in_navigation = False


def facts_of(page_class: type[Page] | None) -> type[PageFacts]:
    """The facts of a class of page; those of `NoFacts` for one that is not the newsroom's."""
    if page_class is not None and issubclass(page_class, PageFacts):
        return page_class
    return NoFacts


def content_types_of(page_type: type[Page]) -> list[ContentType]:
    """The content types of a type of page and of those that inherit from it."""
    kinds = [model for model in get_page_models() if issubclass(model, page_type)]
    return list(ContentType.objects.get_for_models(*kinds).values())


def page_types() -> list[type[PublicPage]]:
    """The types of page that state these facts: all but Wagtail's own."""
    return [model for model in get_page_models() if issubclass(model, PageFacts)]
