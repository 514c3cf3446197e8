"""What the newsroom's own pictures and texts add to Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from news import article_chooser_views  # noqa: F401 (they register themselves)
from news.models import Author, Tag
from news.moments import hooks as moments_hooks  # noqa: F401
from news.renditions import WebOperation


@hooks.register("register_image_operations")
def register_image_operations() -> list[tuple[str, type[WebOperation]]]:
    return [("web", WebOperation)]


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
