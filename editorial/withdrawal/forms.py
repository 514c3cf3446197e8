"""Forms of a withdrawal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from news.models.withdrawals import NOTE_LENGTH


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
