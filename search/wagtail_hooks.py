"""The admin of synonyms and promoted results."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from search.models import Synonyms
from search.promotion_views import AddPromotion, ChangePromotion, PromotionList


class AddSynonyms(CreateView):
    def get_initial_form_instance(self) -> Synonyms:
        """The report of searches leads here with what found nothing on the first line."""
        return Synonyms(terms=self.request.GET.get("term", "")[:60])


class SynonymsViewSet(SnippetViewSet):
    model = Synonyms
    icon = "duplicate"
    menu_label = _("Synonyms")
    menu_order = 910
    add_to_settings_menu = True
    add_view_class = AddSynonyms
    list_display = ["__str__"]
    list_per_page = 50
    search_fields = ["terms"]
    copy_view_enabled = False


register_snippet(SynonymsViewSet)


@hooks.register("register_admin_urls")
def register_promotion_urls() -> list[URLPattern]:
    """Put our views at the addresses of Wagtail's own."""
    return [
        path("searchpicks/", PromotionList.as_view()),
        path("searchpicks/results/", PromotionList.as_view(results_only=True)),
        path("searchpicks/add/", AddPromotion.as_view()),
        path("searchpicks/<int:query_id>/", ChangePromotion.as_view()),
    ]


@hooks.register("construct_reports_menu")
def leave_out_the_report_of_what_is_not_counted(
    request: HttpRequest, menu_items: list[MenuItem]
) -> None:
    """Wagtail's list of search terms counts in the request; ours has its own report."""
    menu_items[:] = [item for item in menu_items if item.name != "search-terms"]
