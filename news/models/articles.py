"""Articles and their bylines."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, Page, PageManager
from wagtail.rich_text import RichText
from wagtail.search import index

from delivery.pages.dependencies import depends_instead, depends_on_object
from delivery.request_cache import cached_for_request
from news.article_panels import (
    BYLINES_PANEL,
    CHECKS_PANEL,
    LEAD_IMAGE_PANELS,
    corrections_panel,
)
from news.blocks import BodyBlock
from news.fields import BodyField
from news.images import ENGINE_SHAPES, SHAPES, NewsImage, NewsRendition
from news.languages import ARTICLE_LANGUAGES, WRITTEN_FROM_THE_RIGHT
from news.models.authors import Author
from news.models.base import PublicPage
from news.models.corrections import Correction, CorrectionPlace
from news.models.lists import ArticleList, ListKind
from news.models.tags import Tag, TagsManager, with_merged_tags
from news.months import month_between
from news.navigation import sections_by_path
from news.page_facts import Approval, FoundAs
from news.page_forms import ArticleForm
from news.pagination import Counted
from news.panels import (
    STANDFIRST_LENGTH,
    TITLE_LENGTH,
    CountedFieldPanel,
    FoldedPanel,
    NamedPanel,
)
from news.renditions import know_files
from news.structured_data import news_article
from news.visibility import PublicPageQuerySet
from news.words import count_words, minutes_to_read

Answer = TypeVar("Answer")


class ArticleKind(models.TextChoices):
    NEWS = "news", _("News")
    BRIEF = "brief", _("Brief")
    REPORT = "report", _("Report")
    INTERVIEW = "interview", _("Interview")
    ANALYSIS = "analysis", _("Analysis")
    OPINION = "opinion", _("Opinion")


# The tables of what is edited in an article. A change of its rows is a change of the page as well.
ROWS_OF_ARTICLES = frozenset(
    {
        "news_articletag",
        "news_byline",
        "news_correction",
        "news_race",
        "news_racenotice",
        "news_examlist",
    }
)
# What a link to an article shows, a line of a list, and a card with its picture. A list of forty
# with all fields takes three times as long.
LINK = ("title", "language", "url_path")
LINE = (*LINK, "path", "first_published_at")
CARD = (*LINE, "live", "kicker", "standfirst", "kind")
CARD_PICTURE = (
    *("lead_image__width", "lead_image__height", "lead_image__description"),
    *("lead_image__focal_point_x", "lead_image__focal_point_y"),
    *("lead_image__focal_point_width", "lead_image__focal_point_height"),
)


class ArticleQuerySet(PublicPageQuerySet):
    def published(self) -> Self:
        """Articles that readers can open, newest first."""
        return self.visible().newest_first()

    def newest_first(self) -> Self:
        return self.order_by("-first_published_at", "-pk")

    def for_listing(self, shape: str = "card") -> Self:
        """With all but the text, in a number of queries that does not grow with the list.

        The pictures come with their files in `shape`.
        """
        files = Prefetch(
            "lead_image__renditions",
            NewsRendition.objects.filter(filter_spec__in=SHAPES[shape].specs),
            to_attr="prefetched_renditions",
        )
        with_pictures = self.defer("body").select_related("lead_image")
        return with_pictures.prefetch_related("section", files)

    def as_cards(self) -> Self:
        """With what a card shows, and nothing else."""
        return self.for_listing().only(*CARD, *CARD_PICTURE)

    def with_authors(self) -> Self:
        bylines = Byline.objects.select_related("author").order_by("sort_order")
        return self.prefetch_related(Prefetch("bylines", bylines))

    def linked(self) -> Self:
        return self.only(*LINK)

    def with_titles(self) -> Self:
        """With what a line of a list shows: a title, a date and a section."""
        return self.only(*LINE).prefetch_related("section")

    def at(self, listed: ArticleList, wanted: slice) -> Self:
        """Those at these places of a list, the newest first, in one query.

        What readers cannot open is left out even if its entry is still there.
        """
        keys = listed.entries().values("article_id")[wanted]
        return self.published().filter(pk__in=keys)

    def newest_of(self, listed: ArticleList, number: int) -> Self:
        return self.at(listed, slice(0, number))

    def cards(self, listed: ArticleList, number: int | None = None) -> Counted:
        """The cards of a whole list, for a paginator.

        number: how many it holds, where that is known already.
        """
        held = listed.count() if number is None else number
        return Counted(held, lambda wanted: self.at(listed, wanted).as_cards(), listed.read)

    def signed_by(self, author: Author) -> Self:
        """Those in the list of an author, see `news.lists`."""
        return self.filter(listed__kind=ListKind.AUTHOR, listed__key=author.pk)

    def tagged(self, tag: Tag) -> Self:
        """Those in the list of a tag."""
        return self.filter(listed__kind=ListKind.TAG, listed__key=tag.pk)

    def in_month(self, key: str | None) -> Self:
        """Those first published in a month such as 2026-11; all of them if `key` names none."""
        span = month_between(key)
        if span is None:
            return self
        return self.filter(first_published_at__gte=span[0], first_published_at__lt=span[1])


class ParentSection:
    """`article.section`: the parent page, fetched at first use or with `prefetch_related`."""

    cache_name = "_section"

    def __get__(self, article: "ArticlePage | None", owner: type) -> Any:
        if article is None:
            return self
        if not self.is_cached(article):
            path = self._parent_path(article)
            section: Page | None = sections_by_path().get(path) if path else None
            if path and section is None:
                section = article.get_parent().specific
            article.__dict__[self.cache_name] = section
        return article.__dict__[self.cache_name]

    def __set__(self, article: "ArticlePage", section: Page | None) -> None:
        article.__dict__[self.cache_name] = section

    def is_cached(self, article: "ArticlePage") -> bool:
        return self.cache_name in article.__dict__

    def get_prefetch_querysets(
        self, instances: list["ArticlePage"], querysets: object = None
    ) -> tuple[Any, ...]:
        """Django's protocol for prefetchers (`django.db.models.query.prefetch_one_level`)."""
        paths = {self._parent_path(article) for article in instances}
        sections = [page for path, page in sections_by_path().items() if path in paths]
        return sections, lambda page: page.path, self._parent_path, True, "section", True

    @staticmethod
    def _parent_path(article: "ArticlePage") -> str:
        return article.path[: -Page.steplen]


class ArticlePage(PublicPage):
    parent_page_types = ["news.ArticleIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    slug_without_letters = "article"
    approval = Approval.DESK
    checks: ClassVar[tuple[str, ...]] = (
        "title",
        "standfirst",
        "lead_image",
        "bylines",
        "tags",
        "body",
        "body_images",
        "section",
        "placeholders",
        "internal_links",
        "external_links",
        "weight",
    )
    found_as = FoundAs.ARTICLE
    in_navigation = False
    has_drafts_beside_schedule = True
    has_bylines = True
    has_corrections = True
    has_section_desk = True
    is_withdrawn_with_reason = True
    is_pinnable = True
    indexed_with: ClassVar[tuple[str, ...]] = ("bylines__author", "tags")
    prose_fields = frozenset({"standfirst", "body", "lead_image_alt", "lead_image_caption"})
    picture_shapes: ClassVar = {"lead_image": ("card", "lead", *ENGINE_SHAPES), "body": ("inline",)}
    text_fields: ClassVar[tuple[str, ...]] = (
        "title",
        "kicker",
        "standfirst",
        "lead_image_alt",
        "lead_image_caption",
        "lead_image_credit",
        "seo_title",
        "search_description",
    )
    # Whether its page shows portraits and lives of those who sign, beside their names.
    shows_authors: ClassVar[bool] = True
    # Of what a kind of article has in feeds and in the JSON interface before its body.
    feed_template: ClassVar[str] = ""
    base_form_class = ArticleForm

    kicker = models.CharField(
        _("kicker"),
        max_length=60,
        blank=True,
        help_text=_("The subject in two to five words, above the title: “Water supply”."),
    )
    standfirst = models.TextField(
        _("standfirst"),
        max_length=400,
        blank=True,
        help_text=_(
            "Who, what, where, when, in one or two sentences. It stands under the title, on the "
            "front page, in search results and in shared links."
        ),
    )
    kind = models.CharField(
        _("kind"), max_length=16, choices=ArticleKind.choices, default=ArticleKind.NEWS
    )
    language = models.CharField(
        _("language of the article"),
        max_length=8,
        blank=True,
        default="",
        choices=ARTICLE_LANGUAGES,
        help_text=_(
            "Of title, standfirst and body. Browsers, screen readers and search engines go by it. "
            "A sentence in another language is marked in the text itself."
        ),
    )
    lead_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("lead image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_image_alt = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_(
            "What the picture shows, for those who cannot see it. "
            "Left empty, the description kept with the picture is used."
        ),
    )
    lead_image_caption = models.CharField(_("caption"), max_length=255, blank=True)
    lead_image_credit = models.CharField(
        _("credit"),
        max_length=160,
        blank=True,
        help_text=_("Left empty, the credit kept with the picture is used."),
    )
    body: Any = BodyField(BodyBlock(required=False), verbose_name=_("body"), blank=True)
    tags = TagsManager(through="news.ArticleTag", verbose_name=_("tags"), blank=True)
    word_count = models.PositiveIntegerField(_("words"), default=0, editable=False)

    section = ParentSection()
    objects: ClassVar[Any] = PageManager.from_queryset(ArticleQuerySet)()

    content_panels = [
        CountedFieldPanel(
            "title",
            TITLE_LENGTH,
            classname="actujet-title",
            help_text=_(
                "The news in one sentence, with its verb and its place. It must be understood "
                "alone, on a telephone, in a list of forty."
            ),
        ),
        FieldPanel(
            "body",
            help_text=_(
                "The text, piece by piece: a paragraph for each idea, a heading every four or "
                "five. Press + between two pieces, or / in an empty paragraph, to add one."
            ),
        ),
        CountedFieldPanel("standfirst", STANDFIRST_LENGTH),
        NamedPanel([*LEAD_IMAGE_PANELS], name="lead_image", heading=_("Lead image"), icon="image"),
        BYLINES_PANEL,
        FieldPanel(
            "tags",
            help_text=_(
                "Two to five subjects, people or places. Each has its own page, so take one that "
                "exists already before you make a new one."
            ),
        ),
        FoldedPanel(
            [
                FieldPanel("kicker"),
                FieldPanel(
                    "kind",
                    help_text=_(
                        "Readers see it where it matters to them: on an analysis or an opinion."
                    ),
                ),
            ],
            name="kind",
            heading=_("Kicker and kind"),
            icon="list-ul",
        ),
        corrections_panel(
            _(
                "What was wrong in the published text, and what is right. Readers see the note "
                "with its date, here and on the page of all corrections. A typing error needs none."
            )
        ),
        CHECKS_PANEL,
    ]
    promote_panels = [*PublicPage.promote_panels, FieldPanel("language")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("kicker", boost=3),
        index.SearchField("standfirst", boost=2),
        index.SearchField("body"),
        index.AutocompleteField("kicker"),
        index.FilterField("kind"),
        index.FilterField("first_published_at"),
        index.RelatedFields("bylines", [index.SearchField("signature")]),
        index.RelatedFields("tags", [index.SearchField("name"), index.SearchField("spellings")]),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is None or "word_count" in fields:
            self.word_count = self.words
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        return super().with_content_json(with_merged_tags(content))

    @classmethod
    def permission_model(cls) -> type[Page]:
        """Who writes, changes or deletes articles does so with every kind of them."""
        return ArticlePage

    @classmethod
    def words_in(cls, content: dict[str, Any]) -> int | None:
        """Counted without the rest of the page, whose children would each cost a query."""
        return cls(body=content["body"]).words

    def prefill(self, author: Author | None) -> None:
        """The writer's byline and an empty paragraph, so that one can write at once."""
        if author is not None and not self.bylines.all():
            self.bylines.add(Byline(author=author))
        if not self.body:
            self.body = [("paragraph", RichText(""))]

    def structured_data(self, **where: Any) -> dict[str, Any]:
        """A NewsArticle, or one of its kinds; `where` as `news_article` takes it."""
        return news_article(self, **where)

    def body_text(self) -> list[str]:
        """The words of the body, block by block, without markup."""
        return [str(text) for text in self.body.stream_block.get_searchable_content(self.body)]

    @property
    def direction(self) -> str:
        """The value of the `dir` attribute of the body; "" for what runs as the page does."""
        return "rtl" if self.language in WRITTEN_FROM_THE_RIGHT else ""

    @property
    def words(self) -> int:
        """The length of the body in memory, a draft's too."""
        return count_words("\n".join(self.body_text()))

    @property
    def reading_minutes(self) -> int:
        return minutes_to_read(self.word_count)

    @property
    def image_alt(self) -> str:
        return self.lead_image_alt or (self.lead_image.default_alt_text if self.lead_image else "")

    @property
    def image_credit(self) -> str:
        return self.lead_image_credit or (self.lead_image.credit if self.lead_image else "")

    @cached_property
    def authors(self) -> list[Author]:
        return [byline.author for byline in self.bylines.all()]

    @property
    def updated_at(self) -> datetime | None:
        """The date of the last correction; None if there was none.

        A typing error that is mended makes no other article: only a correction does.
        """
        first = self.first_published_at
        dates = [note.published_at for note in self.correction_notes if note.published_at]
        later = [at for at in dates if first and first < at <= timezone.now()]
        return max(later, default=None)

    @property
    def tag_list(self) -> list[Tag]:
        return self._asked_once("tags", lambda: list(self.tags.all()))

    @property
    def correction_notes(self) -> list[Correction]:
        return self._asked_once("corrections", lambda: list(self.corrections.all()))

    @property
    def notes_on_top(self) -> list[Correction]:
        return [note for note in self.correction_notes if note.place == CorrectionPlace.TOP]

    @property
    def notes_below(self) -> list[Correction]:
        return [note for note in self.correction_notes if note.place != CorrectionPlace.TOP]

    @property
    def signatures(self) -> list["Byline"]:
        """The bylines in order, with authors and portraits; those of a draft as well."""
        return self._asked_once("signatures", self._signatures)

    def _asked_once(self, what: str, ask: Callable[[], Answer]) -> Answer:
        """Each part of the page that is kept by itself depends on what `ask` has read."""
        # With the page itself, so that no other one gets its number while the answer is kept.
        return cached_for_request((what, id(self)), lambda: (self, self._asked(ask)))[1]

    def _asked(self, ask: Callable[[], Answer]) -> Answer:
        """Of all rows of such a table, `ask` reads those of this page."""
        depends_on_object(self)
        with depends_instead([], ROWS_OF_ARTICLES):
            return ask()

    def _signatures(self) -> list["Byline"]:
        bylines = self.bylines.all()
        if isinstance(bylines, models.QuerySet):
            return list(bylines.select_related("author__portrait"))
        authors = Author.objects.select_related("portrait")
        known = authors.in_bulk([line.author_id for line in bylines])
        signed = [line for line in bylines if line.author_id in known]
        for line in signed:
            line.author = known[line.author_id]
        return signed

    @property
    def pictures_with_files(self) -> list[NewsImage]:
        return self._asked_once("files", self._with_files)

    def _with_files(self) -> list[NewsImage]:
        pictures = self.pictures()
        know_files(pictures)
        return pictures

    def pictures(self) -> list[NewsImage]:
        """The pictures of the page itself: on top, of those who sign, and in the text."""
        found = [self.lead_image, *(line.author.portrait for line in self.signatures)]
        found += [block.value["image"] for block in self.body if block.block_type == "image"]
        return [picture for picture in found if picture]


class Byline(Orderable):
    """A signature of an article: the author, in order, and for what."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        "news.Author", verbose_name=_("author"), on_delete=models.PROTECT, related_name="bylines"
    )
    role = models.CharField(
        _("for"), max_length=80, blank=True, help_text=_("Such as “text”, “photos”, “in Ségou”.")
    )

    panels = [FieldPanel("author"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")

    def __str__(self) -> str:
        return f"{self.author} ({self.role})" if self.role else str(self.author)

    def signature(self) -> str:
        return self.author.name
