"""Sections: the rubrics of the paper, one level of sub-sections deep."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from news.browse import months_of, topics
from news.models.articles import ArticlePage
from news.models.base import PublicPage
from news.page_facts import Approval, FoundAs
from news.queries import ArticleQuerySet

ARTICLES_PER_PAGE = 20


class ArticleIndexPage(PublicPage):
    """A section; the articles below it, and below its sub-sections, are its list."""

    # Below it stands whatever names it as its parent.
    parent_page_types = ["home.HomePage", "news.ArticleIndexPage"]
    approval = Approval.NONE
    checks = ()
    found_as = FoundAs.NOTHING
    in_navigation = True

    introduction = models.CharField(
        _("introduction"),
        max_length=255,
        blank=True,
        help_text=_("One sentence under the section’s name: what it covers."),
    )

    content_panels = [*PublicPage.content_panels, FieldPanel("introduction")]
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

    def articles(self) -> ArticleQuerySet:
        """What readers find here, newest first, sub-sections included."""
        return ArticlePage.objects.descendant_of(self).published().for_listing()

    def subsections(self) -> "models.QuerySet[ArticleIndexPage]":
        return ArticleIndexPage.objects.child_of(self).live().public().order_by("path")

    def topics(self) -> list[Any]:
        """The dossiers of the section and its sub-sections, the last published first."""
        return [topic for topic in topics() if topic.path.startswith(self.path)]

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        context: dict = super().get_context(request, *args, **kwargs)
        months = months_of(ArticlePage.objects.descendant_of(self).live(), str(self.pk))
        month = next((month for month in months if month.key == request.GET.get("mois")), None)
        articles = self.articles().in_month(month.key if month else None)
        context["articles"] = Paginator(articles, ARTICLES_PER_PAGE).get_page(
            request.GET.get("page")
        )
        context["subsections"] = self.subsections()
        context["topics"] = self.topics()
        context["months"] = months
        context["month"] = month
        return context
