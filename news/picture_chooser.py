"""The library of pictures, as a writer meets it who needs one now."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.images.views.chooser import (
    ImageChooseResultsView,
    ImageChooserViewSet,
    ImageChooseView,
)

from news.images import NewsImage
from news.slugs import french_slug

RECENT = timedelta(days=7)
SHAPES = {
    "landscape": Q(width__gt=F("height")),
    "portrait": Q(width__lt=F("height")),
    "square": Q(width=F("height")),
}
# Wagtail's script asks for other results as soon as one of these changes.
ASKS_ANEW = {"data-chooser-modal-search-filter": True}


class PictureFilters(forms.Form):
    """In the order in which pictures are looked for: whose, what shape, how new, still ours."""

    credit = forms.CharField(
        label=_("Credit"), required=False, widget=forms.TextInput(attrs=dict(ASKS_ANEW))
    )
    shape = forms.ChoiceField(
        label=_("Shape"),
        required=False,
        choices=[
            ("", _("Any")),
            ("landscape", _("Landscape")),
            ("portrait", _("Portrait")),
            ("square", _("Square")),
        ],
        widget=forms.Select(attrs=dict(ASKS_ANEW)),
    )
    recent = forms.BooleanField(
        label=_("Of the last seven days"),
        required=False,
        widget=forms.CheckboxInput(attrs=dict(ASKS_ANEW)),
    )
    with_rights = forms.BooleanField(
        label=_("Rights not ended"),
        required=False,
        widget=forms.CheckboxInput(attrs=dict(ASKS_ANEW)),
    )

    def filter(self, pictures: Any) -> Any:
        pictures = pictures.filter(*self._wanted())
        return super().filter(pictures)  # type: ignore[misc]

    def _wanted(self) -> Any:
        chosen = self.cleaned_data
        if chosen["credit"]:
            yield Q(credit__in=credits_like(chosen["credit"]))
        if chosen["shape"]:
            yield SHAPES[chosen["shape"]]
        if chosen["recent"]:
            yield Q(created_at__gte=timezone.now() - RECENT)
        if chosen["with_rights"]:
            today = timezone.localdate()
            yield Q(rights_expire_on=None) | Q(rights_expire_on__gte=today)


def credits_like(typed: str) -> list[str]:
    """The credits in the library that hold all words typed, without accents and capitals."""
    words = french_slug(typed).split("-")
    credits = NewsImage.objects.order_by().values_list("credit", flat=True).distinct()
    return [credit for credit in credits if all(word in french_slug(credit) for word in words)]


class WithFilters:
    def get_filter_form_class(self) -> Any:
        stock = super().get_filter_form_class()  # type: ignore[misc]
        return type("PictureFilterForm", (PictureFilters, stock), {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view: Any = self
        narrowed = view.filter_form.is_valid() and any(view.filter_form.cleaned_data.values())
        return super().get_context_data(is_narrowed=narrowed, **kwargs)  # type: ignore[misc]


class PictureChooseView(WithFilters, ImageChooseView):
    pass


class PictureChooseResultsView(WithFilters, ImageChooseResultsView):
    pass


def add_filters(chooser: ImageChooserViewSet) -> None:
    """Let Wagtail's chooser, which it registers itself, show these views."""
    chooser.choose_view_class = PictureChooseView
    chooser.choose_results_view_class = PictureChooseResultsView
