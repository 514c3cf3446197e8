"""What reviewers and chief editors are asked for."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.forms import TaskStateCommentForm

from editorial.correcting import Versions
from news.models.corrections import PASSAGE_LENGTH
from news.models.withdrawals import NOTE_LENGTH


class SendBackForm(TaskStateCommentForm):
    """Whoever gets a text back must learn what is missing."""

    comment = forms.CharField(
        label=_("What is to be changed?"),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Say what is to be changed, so that the author can do it.")},
    )


class ApproveForm(TaskStateCommentForm):
    """With the version that was read (`editorial.review.name_of`)."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class HasteForm(forms.Form):
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


class EmergencyForm(HasteForm):
    question = _("Why can this not wait for an approval?")
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReadAfterwardsForm(forms.Form):
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        help_text=_("What was found, and what has been mended since. It stays in the history."),
        widget=AdminAutoHeightTextInput,
    )


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        help_text=_(
            "For the newsroom alone: it stays in the history, with your name and the time."
        ),
        min_length=10,
        max_length=500,
        required=False,
        widget=AdminAutoHeightTextInput,
        error_messages={
            "required": _("Say why: without a reason no article is withdrawn."),
            "min_length": _("Say why in a few words: the reason stays on record."),
        },
    )
    note = forms.CharField(
        label=_("A sentence for readers"),
        help_text=_("Shown at the article’s address. Left empty, they are told the date only."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=AdminAutoHeightTextInput,
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class BulkWithdrawalForm(WithdrawalForm):
    include_descendants = forms.BooleanField(
        label=_("The pages below these as well"), required=False
    )

    field_order = ["include_descendants", "reason", "note"]

    def __init__(self, *args: Any, has_subpages: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_subpages:
            self.fields["include_descendants"].widget = forms.HiddenInput()


class CorrectNowForm(HasteForm):
    """With the versions that were seen (`editorial.correcting`).

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

    def __init__(self, *args: Any, asks: Collection[str] = (), **kwargs: Any) -> None:
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


class DeclineForm(forms.Form):
    note = forms.CharField(
        label=_("Why is it not confirmed?"),
        max_length=2000,
        widget=AdminAutoHeightTextInput,
        error_messages={"required": _("Say why, so that the change can be looked at again.")},
    )
