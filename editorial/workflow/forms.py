"""What a reviewer is asked for when a text is approved or sent back."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm


class SendBackForm(TaskStateCommentForm):
    """Whoever gets a text back must learn what is missing."""

    comment = forms.CharField(
        label=_("What is to be changed?"),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Say what is to be changed, so that the author can do it.")},
    )


class ApproveForm(TaskStateCommentForm):
    """With the version that was read (`editorial.versions.tokens.revision_token`)."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
