"""Forms of approving a text and of sending it back."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm


class SendBackForm(TaskStateCommentForm):
    """Form of sending back, whose comment is required: it says what is missing."""

    comment = forms.CharField(
        label=_("What is to be changed?"),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Say what is to be changed, so that the author can do it.")},
    )


class ApproveForm(TaskStateCommentForm):
    """Form of an approval, with the token of the version that was read."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
