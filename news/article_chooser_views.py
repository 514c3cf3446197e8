"""The list from which an article is chosen: the newest first, with search and picture."""

from django import forms
from django.db.models import Prefetch, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    ChosenView,
)
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Revision

from news.article_chooser import THUMBNAIL, thumbnail_url
from news.images import NewsImage
from news.models import ArticleIndexPage, ArticlePage, ArticleQuerySet

# Wagtail's name: what hides a page from Wagtail's own chooser hides it here.
QUERYSET_HOOK = "construct_page_chooser_queryset"
WITH_DRAFTS = "all"
FILTERS_AT_ONCE = {"data-chooser-modal-search-filter": True}


class ArticleFilterForm(SearchFilterMixin, BaseFilterForm):
    section = forms.ModelChoiceField(
        ArticleIndexPage.objects.order_by("path"),
        label=_("Section"),
        required=False,
        empty_label=_("All sections"),
        widget=forms.Select(attrs=FILTERS_AT_ONCE),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Published or scheduled")), (WITH_DRAFTS, _("Drafts too"))],
        widget=forms.Select(attrs=FILTERS_AT_ONCE),
    )

    def filter(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        if section := self.cleaned_data["section"]:
            articles = articles.filter(path__startswith=section.path)
        if self.cleaned_data["state"] != WITH_DRAFTS:
            articles = articles.filter(Q(live=True) | Q(pk__in=_scheduled()))
        return super().filter(articles)


def _scheduled() -> list[int]:
    """Few at a time, so they are named one by one: a search cannot follow a relation."""
    due = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    return [int(key) for key in due.values_list("object_id", flat=True)]


def choosable(request: HttpRequest) -> ArticleQuerySet:
    """The articles whose titles the person may meet."""
    articles = ArticlePage.objects.all()
    for hook in hooks.get_hooks(QUERYSET_HOOK):
        articles = hook(articles, request)
    return articles


class ArticleList(BaseChooseView):
    icon = "doc-full"
    page_title = _("Choose an article")
    template_name = "news/article_chooser/choose.html"
    results_template_name = "news/article_chooser/results.html"
    filter_form_class = ArticleFilterForm
    results_url_name = "article_chooser:choose_results"
    chosen_url_name = "article_chooser:chosen"
    model = ArticlePage

    def get_object_list(self) -> ArticleQuerySet:
        pictures = NewsImage.objects.prefetch_renditions(THUMBNAIL)
        return (
            choosable(self.request)
            .defer("body")
            .prefetch_related("section", Prefetch("lead_image", pictures))
        )

    def apply_object_list_ordering(self, objects: ArticleQuerySet) -> ArticleQuerySet:
        newest = Coalesce("first_published_at", "latest_revision_created_at")
        return objects.order_by(newest.desc(nulls_last=True), "-pk")

    @property
    def is_multiple_choice(self) -> bool:
        """One at a time, whatever the address says."""
        return False

    def can_create(self) -> bool:
        return False

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        for article in self.results:
            article.chosen_url = self.append_preserved_url_parameters(
                reverse(self.chosen_url_name, args=[article.pk])
            )
            article.thumbnail = thumbnail_url(article.lead_image)
        return context | {"with_drafts": self.request.GET.get("state") == WITH_DRAFTS}


class ChooseArticleView(ChooseViewMixin, ArticleList):
    creation_tab_label = ""
    create_action_label = ""


class ChooseArticleResultsView(ChooseResultsViewMixin, ArticleList):
    pass


class ArticleChosenView(ChosenView):
    model = ArticlePage

    def get_object(self, pk: str) -> ArticlePage:
        """Raises DoesNotExist for one that the person may not see, and for what is no number."""
        if not pk.isdecimal() or len(pk) > 9:
            raise ArticlePage.DoesNotExist
        article: ArticlePage = choosable(self.request).get(pk=int(pk))
        return article

    def get_display_title(self, instance: ArticlePage) -> str:
        return str(instance.get_admin_display_title())

    def get_chosen_response_data(self, item: ArticlePage) -> dict[str, object]:
        data: dict[str, object] = super().get_chosen_response_data(item)
        return data | {"thumbnail": thumbnail_url(item.lead_image)}


class ArticleChooserViewSet(ViewSet):
    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ChooseArticleView.as_view(), name="choose"),
            path("results/", ChooseArticleResultsView.as_view(), name="choose_results"),
            path("chosen/<str:pk>/", ArticleChosenView.as_view(), name="chosen"),
        ]


@hooks.register("register_admin_viewset")
def register_article_chooser() -> ArticleChooserViewSet:
    return ArticleChooserViewSet("article_chooser", url_prefix="choose-article")
