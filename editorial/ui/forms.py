"""Forms that several packages of the desk ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput


class ReasonForm(forms.Form):
    """Why something goes to the readers before anybody has approved it."""

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
    question: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = self.question


class ReadAfterwardsForm(forms.Form):
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        help_text=_("What was found, and what has been mended since. It stays in the history."),
        widget=AdminAutoHeightTextInput,
    )
