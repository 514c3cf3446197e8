"""The hooks of the list of tags into Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from news.models import Tag
from news.models.tags import TagQuerySet
from news.tag_desk import views
from news.tag_desk.bulk_actions import DeleteTagsAction, MergeTagsAction
from news.tag_desk.merging import MERGED
from news.tag_desk.splitting import SPLIT

AFTER_WAGTAIL = 200


class TagViewSet(SnippetViewSet):
    model = Tag
    icon = "tag"
    menu_label = _("Tags")
    menu_order = 130
    add_to_admin_menu = True
    list_display = views.columns()
    list_per_page = 100
    ordering = "key"
    index_view_class = views.TagList
    edit_view_class = views.TagEditView
    delete_view_class = views.TagDeleteView
    index_results_template_name = "news/tag_desk/list_results.html"
    edit_template_name = "news/tag_desk/edit.html"
    delete_template_name = "news/tag_desk/delete.html"
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("address_follows"),
        FieldPanel("keeps_old_name"),
        FieldPanel("description"),
        FieldPanel("spellings"),
    ]

    def get_queryset(self, request: HttpRequest) -> TagQuerySet:
        tags: TagQuerySet = Tag.objects.with_use()
        return tags

    def get_urlpatterns(self) -> list[URLPattern]:
        own = {"merge": views.MergeWithView, "split": views.SplitView}
        return super().get_urlpatterns() + [
            path(f"{name}/<int:pk>/", view.as_view(), name=name) for name, view in own.items()
        ]


register_snippet(TagViewSet)
hooks.register("register_bulk_action", MergeTagsAction)
hooks.register("register_bulk_action", DeleteTagsAction, order=AFTER_WAGTAIL)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(MERGED)
    class Merge(LogFormatter):
        label = _("Merge tags")

        def format_message(self, entry: ModelLogEntry) -> str:
            names = ", ".join(entry.data["names"])
            number = entry.data["articles"]
            told = gettext("Merged into it: %(names)s.") % {"names": names}
            moved = ngettext(
                "%(count)s article carries it in their place.",
                "%(count)s articles carry it in their place.",
                number,
            )
            return f"{told} {moved % {'count': number}}"

    @actions.register_action(SPLIT)
    class Split(LogFormatter):
        label = _("Split tags again")

        def format_message(self, entry: ModelLogEntry) -> str:
            names = ", ".join(entry.data["names"])
            return gettext("The merge was taken back. There again: %(names)s.") % {"names": names}
