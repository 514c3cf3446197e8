"""What the tables of the news are to the pages that read them (`delivery.pages.tables`).

A page depends on each page that it has loaded (`page:<key>`), and on which pages there are and
where (`pages`) as soon as it reads any. Drafts change neither. What is taken from many pages
without loading them depends on `content`: any change of any page.
"""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from modelcluster.fields import ParentalKey
from wagtail.documents import get_document_model
from wagtail.embeds.models import Embed
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    ReferenceIndex,
    Site,
)

from delivery.pages.dependencies import watch_objects
from delivery.pages.tables import Event, Rule, columns, declare, differs, harmless, once_used, whole
from news.images import NewsImage, NewsRendition, PictureShape
from news.models import (
    Author,
    ListCount,
    ListedArticle,
    MachineSettings,
    Tag,
    TagAddress,
    Withdrawal,
)

PAGES, CONTENT = "pages", "content"
# Which pages there are, where they stand, and in which order they came.
PLACE = ("live", "path", "depth", "url_path", "slug", "first_published_at", "content_type_id")
# What a page says of itself wherever it stands.
SAID = (
    "title",
    "seo_title",
    "search_description",
    "show_in_menus",
    "last_published_at",
    "live_revision_id",
)
# Of a picture: where its files are, and which of them were made.
BEHIND = ("is_public", "files_made_for")


def declare_tables() -> None:
    """Once all models are loaded."""
    declare(Page._meta.db_table, [PAGES], _rules_of_pages())
    watch_objects(Page, "page")
    for model in apps.get_models():
        if issubclass(model, Page) and model is not Page:
            _declare_type(model)
        elif parent := _parent_field(model):
            _declare_rows(model, parent)
    _declare_files(NewsImage, NewsRendition, "image_id")
    documents = get_document_model()
    _declare_files(documents, None, "")
    once_used(Author, Tag)
    whole(Site, MachineSettings, Collection, Embed, ListedArticle, ListCount)
    whole(PageViewRestriction, CollectionViewRestriction, withdraws=True)
    harmless(ContentType, Locale, PictureShape, ReferenceIndex, TagAddress, Withdrawal)


def _rules_of_pages() -> list[Rule]:
    is_seen = "(OLD.live OR NEW.live)"
    is_gone = "(OLD.live AND NOT NEW.live)"
    moved = f"{is_seen} AND {differs(PLACE)}"
    changed = f"{is_seen} AND {differs((*PLACE, *SAID))}"
    page = "'page:' || NEW.id"
    return [
        Rule(Event.INSERT, f"'{PAGES}'", "NEW.live"),
        Rule(Event.INSERT, f"'{CONTENT}'", "NEW.live"),
        Rule(Event.UPDATE, f"'{PAGES}'", moved, is_gone),
        Rule(Event.UPDATE, page, changed, is_gone),
        Rule(Event.UPDATE, f"'{CONTENT}'", changed, is_gone),
        Rule(Event.DELETE, f"'{PAGES}'", "OLD.live", "true"),
        Rule(Event.DELETE, "'page:' || OLD.id", "OLD.live", "true"),
        Rule(Event.DELETE, f"'{CONTENT}'", "OLD.live", "true"),
    ]


def _declare_type(model: type[Page]) -> None:
    """The table of one type of page."""
    watch_objects(model, "page")
    own = columns(model)
    rules = _when_live("page_ptr_id", [Event.UPDATE], differs(own)) if own else []
    declare(model._meta.db_table, [PAGES], rules)


def _declare_rows(model: type[Model], parent: str) -> None:
    """Rows that are edited in a page, such as its bylines: drafts keep theirs elsewhere."""
    table = model._meta.db_table
    changes = differs(columns(model))
    rules = [
        *_when_live(parent, [Event.INSERT, Event.DELETE], "true", table),
        *_when_live(parent, [Event.UPDATE], changes, table),
    ]
    declare(table, [table], rules)


def _when_live(key: str, events: Iterable[Event], changes: str, table: str = "") -> list[Rule]:
    """Rules for rows that belong to the page whose key is in column `key`."""
    tags = [f"'{CONTENT}'", *([f"'{table}'"] if table else [])]
    rules = []
    for event in events:
        row = f"{event.row}.{key}"
        live = f"EXISTS (SELECT 1 FROM {Page._meta.db_table} p WHERE p.id = {row} AND p.live)"  # noqa: S608
        when = f"{changes} AND {live}"
        rules += [Rule(event, tag, when) for tag in (f"'page:' || {row}", *tags)]
    return rules


def _declare_files(model: type[Model], sizes: type[Model] | None, of: str) -> None:
    """Pictures or documents: a page depends on those that it has loaded."""
    table = model._meta.db_table
    watch_objects(model, table)
    tag = f"'{table}:' || "
    declare(
        table,
        [],
        [
            Rule(Event.UPDATE, f"{tag}NEW.id", differs(columns(model, without=BEHIND))),
            Rule(Event.DELETE, f"{tag}OLD.id", withdraws="true"),
        ],
    )
    if sizes is not None:
        rules = [
            Rule(Event.INSERT, f"{tag}NEW.{of}"),
            Rule(Event.UPDATE, f"{tag}NEW.{of}", differs(columns(sizes))),
            Rule(Event.DELETE, f"{tag}OLD.{of}"),
        ]
        declare(sizes._meta.db_table, [], rules)


def _parent_field(model: type[Model]) -> str:
    """The column that names the page of a row that is edited in one."""
    for column in model._meta.local_concrete_fields:
        if isinstance(column, ParentalKey) and issubclass(column.related_model, Page):
            return str(column.column)
    return ""
