"""Forms of an emergency publication and of a live correction."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from editorial.ui.forms import ReasonForm
from editorial.urgent.carrying import Versions
from news.models.corrections import PASSAGE_LENGTH


class EmergencyForm(ReasonForm):
    question = _("Why can this not wait for an approval?")
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


class CorrectNowForm(ReasonForm):
    """Form of a live correction, with the versions that were seen (`editorial.urgent.carrying`).

    What is asked depends on the correction: one of form needs neither a reason nor a notice.
    """

    question = _("Why can this correction not wait for a confirmation?")
    live = forms.IntegerField(widget=forms.HiddenInput)
    scheduled = forms.IntegerField(required=False, widget=forms.HiddenInput)
    latest = forms.IntegerField(widget=forms.HiddenInput)
    tell_readers = forms.ChoiceField(
        label=_("Should readers be told?"),
        choices=[
            ("yes", _("Yes, with a note on the article")),
            ("no", _("No, nobody was misled")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    notice = forms.CharField(
        label=_("The note for readers"),
        help_text=_("What was wrong, and what is right. It is dated and stays with the article."),
        required=False,
        max_length=PASSAGE_LENGTH,
        widget=AdminAutoHeightTextInput,
    )

    def __init__(self, *args: object, asks: Collection[str] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = "reason" in asks
        self.asks_about_readers = "readers" in asks

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.asks_about_readers:
            if not cleaned.get("tell_readers"):
                self.add_error("tell_readers", _("Say whether readers should be told."))
            elif cleaned["tell_readers"] == "yes" and not cleaned.get("notice"):
                self.add_error("notice", _("Write the note that readers get, or choose “No”."))
        return cleaned

    def versions(self) -> Versions:
        return Versions(*(self.cleaned_data[name] for name in ("live", "latest", "scheduled")))
