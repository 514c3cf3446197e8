"""The form that asks for a new password."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import PasswordResetForm

from accounts.passwords.requests import ask_by_mail


class ResetForm(PasswordResetForm):
    """Hands the address to the queue; whether anybody has it is looked up there."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your mail address in the newsroom")
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def save(self, **kwargs: Any) -> None:
        ask_by_mail(self.cleaned_data["email"], kwargs.get("request"))
