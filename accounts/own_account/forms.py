"""Name, mail address and password of the person who is signed in."""

from typing import Any

from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.forms.account import NameEmailForm

from accounts.second_factor import session, tasks
from accounts.users import User


class OwnNameForm(NameEmailForm):
    """The address, which links for new passwords go to, asks first who is there."""

    def __init__(self, *args: object, request: HttpRequest, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.is_confirmed = session.is_confirmed(request)
        self.address_before = self.initial.get("email", "")
        email = self.fields.get("email")
        if email is None:
            return
        email.widget.attrs["autocomplete"] = "email"
        if not self.is_confirmed and not self.is_bound:
            email.widget.attrs["readonly"] = True
            email.help_text = format_html(
                '{} <a href="{}">{}</a>',
                _("To change the address, show first that it is you."),
                session.confirmation_of(reverse("wagtailadmin_account")),
                _("Confirm"),
            )

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if email != self.address_before and not self.is_confirmed:
            raise ValidationError(session.ask_to_confirm())
        return email

    def save(self, commit: bool = True) -> User:
        user = super().save(commit)
        tell_of_new_address(user, self.address_before)
        return user


class OwnPasswordForm(SetPasswordForm):
    """A new password; who is there was asked before, so that the old one need not be known."""

    use_required_attribute = False

    def __init__(self, *args: object, request: HttpRequest, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.is_confirmed = session.is_confirmed(request)
        self.fields["new_password1"].widget.attrs.pop("autofocus", None)
        for field in self.fields.values():
            # The panel binds the form only where something was typed.
            field.required = self.is_bound

    def clean(self) -> Any:
        cleaned = super().clean()
        if not self.is_confirmed:
            self.add_error("new_password1", session.ask_to_confirm())
        return cleaned

    def save(self, commit: bool = True) -> User:
        user = super().save(commit)
        tasks.tell(user, "password_changed")
        return user


def tell_of_new_address(user: User, before: str) -> None:
    """Mail the old address, so that its owner knows where the mails have gone."""
    if before and before != user.email:
        tasks.tell(user, "address_changed", to=before, address=user.email)
