"""The views of `wagtail.contrib.search_promotions`, in the words of this site."""

from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import TitleColumn
from wagtail.contrib.search_promotions import views
from wagtail.contrib.search_promotions.forms import QueryForm, SearchPromotionsFormSet
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from search.french import words
from search.rulebook import stem_set

TITLE = _("Promoted search results")
SAVED = _("What stands first for “%(query)s” is saved.")
LONGEST = 80


class PromotedQueryForm(QueryForm):
    query_string = forms.CharField(
        label=_("What readers type"),
        max_length=LONGEST,
        help_text=_(
            "The words of a search. Capitals, accents, apostrophes, endings, small words and "
            "their order make no difference: “Carte d’électeur” also stands for “cartes electeur”."
        ),
    )

    def clean_query_string(self) -> str:
        typed = str(self.cleaned_data["query_string"])
        said = stem_set(words(typed))
        if not said:
            raise ValidationError(
                gettext("“%(term)s” holds neither a letter nor a figure.") % {"term": typed}
            )
        others = Query.objects.filter(editors_picks__isnull=False).exclude(pk=self.instance.pk)
        for other in others.distinct():
            if stem_set(words(other.query_string)) == said:
                raise ValidationError(
                    gettext("“%(other)s” is the same to the search: change its results instead.")
                    % {"other": other.query_string}
                )
        return typed


class PromotionList(views.IndexView):
    page_title = TITLE
    add_item_label = _("Promote a result")
    results_template_name = "search/promotions_results.html"
    columns = [
        TitleColumn(
            "query_string",
            label=_("What readers type"),
            width="40%",
            url_name="wagtailsearchpromotions:edit",
            sort_key="query_string",
        ),
        views.SearchPromotionColumn("editors_picks", label=_("What stands first"), width="60%"),
    ]


class Picks(SearchPromotionsFormSet):
    """Wagtail's formset with labels of our own; one of its labels is a field's English name."""

    LABELS: ClassVar[dict[str, tuple[str | Promise, str | Promise]]] = {
        "page": (_("Page"), _("A page of this site.")),
        "external_link_url": (_("Address elsewhere"), _("Instead of a page; with https://.")),
        "external_link_text": (_("Title of the address"), ""),
        "description": (_("Text"), _("In place of the standfirst; may stay empty.")),
    }

    def add_fields(
        self, form: "forms.ModelForm[SearchPromotion]", *args: object, **kwargs: object
    ) -> None:
        super().add_fields(form, *args, **kwargs)
        for name, (label, help_text) in self.LABELS.items():
            form.fields[name].label = str(label)
            form.fields[name].help_text = str(help_text)


class PicksMixin:
    """Gives a view our formset of promoted results."""

    request: HttpRequest
    object: Query | None

    @cached_property
    def searchpicks_formset(self) -> Picks:
        sent = self.request.POST if self.request.method == "POST" else None
        return Picks(sent, instance=self.object)


class AddPromotion(PicksMixin, views.CreateView):
    form_class = PromotedQueryForm
    page_subtitle = TITLE
    success_message = SAVED

    def get_initial(self) -> dict[str, str]:
        """The report of searches leads here with what was looked for."""
        return {"query_string": self.request.GET.get("query", "")[:LONGEST]}


class ChangePromotion(PicksMixin, views.EditView):
    form_class = PromotedQueryForm
    page_subtitle = TITLE
    success_message = SAVED
