"""Sections and their sub-sections."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from delivery.pages.kept import kept
from news.models.articles import ArticlePage, ArticleQuerySet
from news.models.base import PublicPage
from news.models.lists import below
from news.months import Month
from news.navigation import sections_by_path
from news.page_facts import Approval, FoundAs
from news.pagination import page_asked_for
from news.panels import FoldedPanel
from news.visibility import visible_among

ARTICLES_PER_PAGE = 20
USUAL_GAMBLING_NOTE = _(
    "Betting can lead to debt and dependence: stake no more than you can afford to lose."
)


class ArticleIndexPage(PublicPage):
    """A section; the articles below it, and below its sub-sections, are its list."""

    # Below it stands whatever names it as its parent.
    parent_page_types = ["home.HomePage", "news.ArticleIndexPage"]
    approval = Approval.NONE
    checks = ()
    found_as = FoundAs.NOTHING
    in_navigation = True
    # `nom`: of its views below (`news.races`).
    query_parameters = ("page", "mois", "nom")

    introduction = models.CharField(
        _("introduction"),
        max_length=255,
        blank=True,
        help_text=_("One sentence under the section’s name: what it covers."),
    )

    has_races = models.BooleanField(
        _("horse races"),
        default=False,
        help_text=_("Programmes and results of race meetings are written in this section."),
    )
    has_exams = models.BooleanField(
        _("exam results"),
        default=False,
        help_text=_("Results of exams are published in this section."),
    )
    has_lives = models.BooleanField(
        _("live coverage"),
        default=False,
        help_text=_("What happens is told live in this section."),
    )
    gambling_note = models.CharField(
        _("note on gambling"),
        max_length=255,
        blank=True,
        help_text=_("Under each page of races in this section. Left empty, the usual warning."),
    )
    minimum_age = models.PositiveSmallIntegerField(
        _("age from which one may bet"),
        default=18,
        help_text=_("In years, said before the note. 0 to leave it out."),
    )

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("has_exams"),
        FieldPanel("has_lives"),
        FoldedPanel(
            [FieldPanel("has_races"), FieldPanel("minimum_age"), FieldPanel("gambling_note")],
            name="races",
            heading=_("Horse races"),
            icon="table",
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """A sub-section has no sub-sections of its own."""
        is_subsection = isinstance(parent.specific_deferred, cls) and isinstance(
            parent.get_parent().specific_deferred, cls
        )
        return super().can_create_at(parent) and not is_subsection

    @property
    def warning_on_gambling(self) -> str:
        return self.gambling_note or str(USUAL_GAMBLING_NOTE)

    def articles(self) -> ArticleQuerySet:
        """Return the articles that readers find here, newest first, sub-sections included."""
        return ArticlePage.objects.descendant_of(self).published().for_listing()

    def subsections(self) -> list[Page]:
        """The sub-sections that readers can open, in the newsroom's order."""
        return visible_among(page for page in sections_by_path().values() if page.is_child_of(self))

    def months(self) -> list[Month]:
        """The months in which something was published here."""
        return kept(f"months-{self.pk}", below(self).months)

    def serve(
        self, request: HttpRequest, view: Callable[..., HttpResponse] | None = None, **kwargs: Any
    ) -> HttpResponse:
        """The section; or what `view` shows at an address below it (`news.routing`)."""
        return view(request, self) if view else super().serve(request, **kwargs)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        context: dict = super().get_context(request, *args, **kwargs)
        months = self.months()
        key = request.GET.get("mois")
        month = next((month for month in months if month.key == key), None)
        if key and month is None:
            raise Http404
        number = month.count if month else sum(month.count for month in months)
        listed = below(self).of_month(month.key if month else None)
        cards = ArticlePage.objects.cards(listed, number)
        context["articles"] = page_asked_for(request, cards, ARTICLES_PER_PAGE)
        context["subsections"] = self.subsections()
        context["months"] = months
        context["month"] = month
        return context
