"""What the newsroom's own pictures and texts add to Wagtail's admin."""

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.images.views.chooser import viewset as image_chooser
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from news import (  # noqa: F401 (they register themselves)
    article_chooser_views,
    embed_hooks,
    pasting,
    picture_reading,
    tag_suggestions,
)
from news.models import Author, Tag
from news.moments import hooks as moments_hooks  # noqa: F401 (they register themselves)
from news.picture_chooser import add_filters
from news.renditions import WebOperation


@hooks.register("register_image_operations")
def register_image_operations() -> list[tuple[str, type[WebOperation]]]:
    return [("web", WebOperation)]


add_filters(image_chooser)


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


class TagViewSet(SnippetViewSet):
    model = Tag
    icon = "tag"
    menu_label = _("Tags")
    menu_order = 130
    add_to_admin_menu = True
    list_display = ["name", "slug"]
    list_per_page = 100
    panels = [FieldPanel("name"), FieldPanel("slug")]


register_snippet(AuthorViewSet)
register_snippet(TagViewSet)
