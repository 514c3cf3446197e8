"""The hooks of this room into Wagtail's admin."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.images.views.chooser import viewset as image_chooser
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from delivery.pages.views import keep_answer
from news import (  # noqa: F401 (they register themselves)
    article_chooser_views,
    embed_hooks,
    language_feature,
    own_profile,
    pasting,
    picture_reading,
    tag_suggestions,
)
from news.links import PublicPageLinks
from news.models import Author
from news.models.base import PublicPage
from news.moments import hooks as moments_hooks  # noqa: F401 (they register themselves)
from news.picture_chooser import add_filters
from news.picture_making import WebOperation
from news.races import hooks as races_hooks  # noqa: F401 (they register themselves)
from news.tag_desk import hooks as tag_hooks  # noqa: F401 (they register themselves)


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own
def register_public_links(features: FeatureRegistry) -> None:
    features.register_link_type(PublicPageLinks)


@hooks.register("register_image_operations")
def register_image_operations() -> list[tuple[str, type[WebOperation]]]:
    return [("web", WebOperation)]


add_filters(image_chooser)


@hooks.register("before_serve_page", order=10)  # after Wagtail's check of who may see the page
def keep_page(page: Page, request: HttpRequest, args: object, kwargs: object) -> None:
    if isinstance(page, PublicPage):
        keep_answer(request, page.query_parameters, about=page)


@hooks.register("register_admin_urls")
def register_tag_suggestions() -> list[URLPattern]:
    return tag_suggestions.URLS


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    menu_label = _("Authors")
    menu_order = 120
    add_to_admin_menu = True
    list_display = ["name", "role", "email"]
    list_per_page = 50
    edit_view_class = own_profile.EditView
    usage_view_class = own_profile.UsageView
    history_view_class = own_profile.HistoryView

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        shown = ("add", "change", "delete", "view")
        return policy_registry.get_by_type(Author).instances_user_has_any_permission_for(
            request.user, shown
        )


register_snippet(AuthorViewSet)
