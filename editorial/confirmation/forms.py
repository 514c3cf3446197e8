"""Form of a reviewer who does not confirm a change."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput


class DeclineForm(forms.Form):
    note = forms.CharField(
        label=_("Why is it not confirmed?"),
        max_length=2000,
        widget=AdminAutoHeightTextInput,
        error_messages={"required": _("Say why, so that the change can be looked at again.")},
    )
