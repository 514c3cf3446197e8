"""Forms of the second factor. Codes may be typed with spaces, as apps show them."""

from typing import Any, ClassVar

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.second_factor import names
from accounts.second_factor.models import ResetRequest
from accounts.second_factor.resets import resettable_by
from accounts.users import User

APP_DIGITS = 6
RECOVERY_DIGITS = 8
JOINER = "\u200d"


class CodeField(forms.CharField):
    """A code of `digits` figures; other characters are left out."""

    def __init__(self, digits: int, wrong_length: Promise, **kwargs: Any) -> None:
        self.digits, self.wrong_length = digits, wrong_length
        attributes = {
            "inputmode": "numeric",
            # The field holds the code with spaces, as it was pasted.
            "maxlength": "20",
            "spellcheck": "false",
            "autofocus": True,
        }
        super().__init__(widget=forms.TextInput(attrs=attributes), **kwargs)

    def to_python(self, value: object) -> str:
        typed = super().to_python(value) or ""
        code = "".join(str(int(figure)) for figure in typed if figure.isdecimal())
        if typed and len(code) != self.digits:
            raise forms.ValidationError(str(self.wrong_length))
        return code


class AppCodeForm(forms.Form):
    code = CodeField(
        APP_DIGITS,
        label=_("Code of the app"),
        wrong_length=_("The code has six figures, as your app shows them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autocomplete"] = "one-time-code"


class RecoveryCodeForm(forms.Form):
    code = CodeField(
        RECOVERY_DIGITS,
        label=_("Recovery code"),
        wrong_length=_("A recovery code has eight figures."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autocomplete"] = "off"


class NameForm(forms.Form):
    """The name of a factor, which no other one of the same person has."""

    name = forms.CharField(
        label=_("Name"),
        max_length=names.LONGEST,
        help_text=_("So that you know it again: “My telephone”, “Blue key”…"),
        error_messages={"required": _("Give it a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )

    def __init__(self, *args: Any, taken: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = {name.casefold() for name in taken}

    def clean_name(self) -> str:
        typed = " ".join(self.cleaned_data["name"].split())
        # What turns the writing around, or shows nothing; emoji are joined by one such character.
        name = "".join(char for char in typed if char.isprintable() or char == JOINER)
        if not name.strip(JOINER):
            raise forms.ValidationError(_("Give it a name."))
        if name.casefold() in self.taken:
            raise forms.ValidationError(_("You have another one of this name."))
        return name


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class ResetForm(forms.ModelForm):
    class Meta:
        model = ResetRequest
        fields: ClassVar[list[str]] = ["user", "reason"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"reason": forms.Textarea({"rows": 3})}
        help_texts: ClassVar[dict[str, Any]] = {
            "reason": _("How you know that it is the person who asks: you met, you called back…")
        }

    def __init__(self, *args: Any, asker: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = resettable_by(asker)  # type: ignore[attr-defined]
        self.fields["reason"].validators.append(MinLengthValidator(10))
