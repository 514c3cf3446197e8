"""Forms that several packages of the desk use."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ReasonForm(forms.Form):
    """Asks for the reason of a publication without approval."""

    reason = forms.CharField(
        help_text=_("It stays in the history of the page, with your name and the time."),
        min_length=10,
        max_length=500,
        widget=AdminAutoHeightTextInput,
        error_messages={
            "required": _("Say why this cannot wait: without a reason nothing is published."),
            "min_length": _("Say why in a few words: the reason stays on record."),
        },
    )
    question: "StrOrPromise" = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = self.question


class ReadAfterwardsForm(forms.Form):
    """Asks for a note from who reads, afterwards, what went out without approval."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        help_text=_("What was found, and what has been mended since. It stays in the history."),
        widget=AdminAutoHeightTextInput,
    )
