"""Creating and changing the people of the newsroom."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm
from wagtail.users.forms import UserCreationForm, UserEditForm


class SignInForm(LoginForm):
    """Wagtail's own, whose fields have no words for browsers and no label in any language."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # Cut off on a telephone, and the label says it.
        del self.fields["username"].widget.attrs["placeholder"]
        self.fields["username"].widget.attrs |= {
            "autocomplete": "username webauthn",
            "autocapitalize": "none",
            "spellcheck": "false",
        }


class NewsroomUserCreationForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields: ClassVar[set[str]] = UserCreationForm.Meta.fields | {"job_title"}


class NewsroomUserEditForm(UserEditForm):
    class Meta(UserEditForm.Meta):
        fields: ClassVar[set[str]] = UserEditForm.Meta.fields | {"job_title"}
