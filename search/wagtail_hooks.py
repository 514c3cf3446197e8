"""What editors set for the search, in Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from search.models import Synonyms


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
