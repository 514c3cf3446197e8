"""What the tables of the news are to the pages that read them (`delivery.pages.tables`).

A page depends on each page that it has loaded (`page:<key>`), and on which pages there are and
where as soon as it reads any: `articles` for articles, `pages` for all others. Drafts change none
of these. What is taken from many pages without loading them depends on `content`: any change of any
page. What is taken out of a list of articles depends on that list alone (`listed:<kind><key>`).
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
    ArticlePage,
    Author,
    ExamLine,
    ExamList,
    ExamRequest,
    ExamSettings,
    ListCount,
    ListedArticle,
    LiveCorrection,
    LiveEntry,
    LivePicture,
    LiveState,
    LiveWriter,
    MachineSettings,
    RaceNotice,
    RaceStart,
    Tag,
    TagAddress,
    Withdrawal,
)
from news.models.lists import LISTED, MOVED

PAGES, ARTICLES, CONTENT = "pages", "articles", "content"
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
    declare(Page._meta.db_table, [PAGES, ARTICLES], _rules_of_pages())
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
    whole(Site, MachineSettings, Collection, Embed, RaceStart)
    _declare_rows(RaceNotice, "page_id")
    _declare_rows(ExamList, "page_id")
    whole(ExamSettings)
    _declare_rows(LiveState, "page_id")
    _declare_rows(LiveEntry, "page_id")
    # They come with a change of their entry.
    harmless(LiveCorrection, LivePicture, LiveWriter)
    # Pages show none of them: they are looked up in files.
    harmless(ExamLine, ExamRequest)
    _declare_lists()
    whole(PageViewRestriction, CollectionViewRestriction, withdraws=True)
    harmless(ContentType, Locale, PictureShape, ReferenceIndex, TagAddress, Withdrawal)


def _rules_of_pages() -> list[Rule]:
    is_seen = "(OLD.live OR NEW.live)"
    is_gone = "(OLD.live AND NOT NEW.live)"
    moved = f"{is_seen} AND {differs(PLACE)}"
    changed = f"{is_seen} AND {differs((*PLACE, *SAID))}"
    page = "'page:' || NEW.id"
    # Of two types, where a page becomes another one.
    became = f"{moved} AND OLD.content_type_id IS DISTINCT FROM NEW.content_type_id"
    return [
        Rule(Event.INSERT, _which_pages("NEW"), "NEW.live"),
        Rule(Event.INSERT, f"'{CONTENT}'", "NEW.live"),
        Rule(Event.UPDATE, _which_pages("NEW"), moved, is_gone),
        Rule(Event.UPDATE, _which_pages("OLD"), became, is_gone),
        Rule(Event.UPDATE, f"'{MOVED}'", f"{is_seen} AND {differs(['path'])}"),
        Rule(Event.UPDATE, page, changed, is_gone),
        Rule(Event.UPDATE, f"'{CONTENT}'", changed, is_gone),
        Rule(Event.DELETE, _which_pages("OLD"), "OLD.live", "true"),
        Rule(Event.DELETE, "'page:' || OLD.id", "OLD.live", "true"),
        Rule(Event.DELETE, f"'{CONTENT}'", "OLD.live", "true"),
    ]


def _which_pages(row: str) -> str:
    """SQL for the tag of all pages of the sort that a row of the table of pages is of."""
    articles = [model._meta for model in apps.get_models() if issubclass(model, ArticlePage)]
    types = " OR ".join(
        f"(t.app_label = '{model.app_label}' AND t.model = '{model.model_name}')"
        for model in articles
    )
    known = f"SELECT t.id FROM {ContentType._meta.db_table} t WHERE {types}"  # noqa: S608
    is_article = f"{row}.content_type_id IN ({known})"
    return f"CASE WHEN {is_article} THEN '{ARTICLES}' ELSE '{PAGES}' END"


def _declare_lists() -> None:
    """Entries and numbers of lists: a change of one is a change of its list, and of any list."""
    for model, changes in (
        (ListedArticle, differs(["kind", "key", "at", "article_id"])),
        (ListCount, differs(["kind", "key", "month", "number"])),
    ):
        table = model._meta.db_table
        rules = []
        for event in Event:
            when = changes if event == Event.UPDATE else "true"
            row = event.row
            rules.append(Rule(event, f"'{table}'", when))
            rules.append(Rule(event, f"'{LISTED}' || {row}.kind || {row}.key", when))
        # An entry that is put in another list is gone from its own.
        rules.append(Rule(Event.UPDATE, f"'{LISTED}' || OLD.kind || OLD.key", changes))
        declare(table, [table], rules)


def _declare_type(model: type[Page]) -> None:
    """The table of one type of page."""
    watch_objects(model, "page")
    own = columns(model)
    key = str(model._meta.pk.column)
    rules = _when_live(key, [Event.UPDATE], differs(own)) if own else []
    declare(model._meta.db_table, [ARTICLES if issubclass(model, ArticlePage) else PAGES], rules)


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
