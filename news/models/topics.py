"""Dossiers: articles that an editor has picked and ordered, with an introduction and a timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from news.article_chooser import ArticleChooser
from news.fields import INLINE, RichField
from news.models.articles import ArticlePage
from news.models.base import PublicPage
from news.page_facts import Approval, FoundAs
from news.panels import FoldedRowsPanel, RowsPanel


@dataclass(frozen=True)
class Moment:
    """A day of the timeline, with the article that tells it where readers can open one."""

    day: date
    text: str
    article: ArticlePage | None


class TopicPage(PublicPage):
    parent_page_types = ["news.ArticleIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    slug_without_letters = "dossier"
    approval = Approval.DESK
    checks = ()
    found_as = FoundAs.PAGE
    in_navigation = False
    prose_fields = frozenset({"standfirst", "introduction"})
    picture_shapes: ClassVar = {"lead_image": ("card", "lead")}

    standfirst = models.TextField(
        _("standfirst"),
        max_length=400,
        blank=True,
        help_text=_("What the series is about, in one or two sentences."),
    )
    lead_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("lead image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    introduction = RichField(_("introduction"), features=[*INLINE, "ol", "ul"], blank=True)

    content_panels = [
        FieldPanel("title", classname="actujet-title", help_text=_("As readers see it.")),
        FieldPanel("introduction"),
        RowsPanel(
            "picks",
            heading=_("Articles"),
            label=_("Article"),
            icon="doc-full",
            help_text=_("In the order in which readers are to read them. Drafts wait unseen."),
        ),
        FieldPanel("standfirst"),
        FieldPanel("lead_image"),
        FoldedRowsPanel(
            "events",
            heading=_("Timeline"),
            label=_("Date"),
            icon="calendar",
            help_text=_("Readers see them by date, whatever their order here."),
        ),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("standfirst", boost=2),
        index.SearchField("introduction"),
        index.RelatedFields("events", [index.SearchField("text")]),
    ]

    class Meta:
        verbose_name = _("topic page")
        verbose_name_plural = _("topic pages")

    @cached_property
    def readable(self) -> dict[int, ArticlePage]:
        """All articles that it names and that readers can see, by their key."""
        named = [row.article_id for row in [*self.picks.all(), *self.events.all()]]
        articles = ArticlePage.objects.published().as_cards()
        return {article.pk: article for article in articles.filter(pk__in=filter(None, named))}

    def articles(self) -> list[ArticlePage]:
        """The picked ones that readers can see, in the editor's order, each once."""
        picked = dict.fromkeys(pick.article_id for pick in self.picks.all())
        return [self.readable[pk] for pk in picked if pk in self.readable]

    def timeline(self) -> list[Moment]:
        return [
            Moment(event.day, event.text, self.readable.get(event.article_id))
            for event in sorted(self.events.all(), key=lambda event: event.day)
        ]

    def get_context(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> dict[str, object]:
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        context["picked"] = self.articles()
        context["timeline"] = self.timeline()
        return context


class TopicArticle(Orderable):
    page = ParentalKey(TopicPage, on_delete=models.CASCADE, related_name="picks")
    article = models.ForeignKey(
        ArticlePage, verbose_name=_("article"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("article", widget=ArticleChooser)]

    class Meta(Orderable.Meta):
        verbose_name = _("article of a topic")
        verbose_name_plural = _("articles of topics")

    def __str__(self) -> str:
        return str(self.article)


class TopicEvent(Orderable):
    page = ParentalKey(TopicPage, on_delete=models.CASCADE, related_name="events")
    day = models.DateField(_("day"))
    text = models.CharField(_("what happened"), max_length=255)
    article = models.ForeignKey(
        ArticlePage,
        verbose_name=_("article"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        FieldPanel("day"),
        FieldPanel("text"),
        FieldPanel("article", widget=ArticleChooser),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("date of a timeline")
        verbose_name_plural = _("dates of timelines")

    def __str__(self) -> str:
        return self.text
