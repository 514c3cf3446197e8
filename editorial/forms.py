"""What reviewers and chief editors are asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.forms import TaskStateCommentForm

from editorial.correcting import Versions
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
    """With the versions that were seen (`editorial.correcting`)."""

    question = _("Why can this correction not wait?")
    live = forms.IntegerField(widget=forms.HiddenInput)
    scheduled = forms.IntegerField(widget=forms.HiddenInput)
    latest = forms.IntegerField(widget=forms.HiddenInput)

    def versions(self) -> Versions:
        return Versions(*(self.cleaned_data[name] for name in ("live", "scheduled", "latest")))
