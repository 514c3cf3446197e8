"""Forms that readers fill in without an account, guarded against machines."""

import time
from typing import Any, ClassVar, Self

from django import forms
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

# Nobody fills a form faster; a machine does it at once.
SECONDS_TO_WRITE = 3


class StampedForm(forms.Form):
    """A form on pages without cookies: a signed stamp says when it was shown, and for what.

    Two traps for machines, and no third party: a field that people do not see, and that stamp.
    Either answers with a plain sentence, so that someone who is caught by mistake loses nothing and
    sends again.

    stamp_lasts: in seconds. refuses_trap: whether the field that people do not see is an error;
    elsewhere what is in it is for the form's view to judge.
    """

    stamp_lasts: ClassVar[int] = 24 * 60 * 60
    refuses_trap: ClassVar[bool] = False

    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, about: int, *args: Any, **kwargs: Any) -> None:
        """about: the key of what the form is about; its stamp is good for nothing else."""
        super().__init__(*args, **kwargs)
        self.about = about
        self.seconds = 0.0
        self.initial["stamp"] = self._fresh_stamp()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.refuses_trap and cleaned.get("website"):
            raise ValidationError(
                _("One field, hidden from view, was filled in by your browser. Please send again."),
                code="trap",
            )
        try:
            about, shown_at = signing.loads(
                cleaned.get("stamp", ""), salt=self.salt, max_age=self.stamp_lasts
            )
        except (signing.BadSignature, ValueError, TypeError):
            about, shown_at = None, 0
        if about != self.about:
            raise ValidationError(
                _("This form had been open for too long. Please read it again and send it."),
                code="stale",
            )
        self.seconds = time.time() - shown_at
        if self.seconds < SECONDS_TO_WRITE:
            raise ValidationError(
                _("That was faster than anyone writes. Please send again in a few seconds."),
                code="too_fast",
            )
        return cleaned

    @property
    def salt(self) -> str:
        return f"{type(self).__module__}.{type(self).__name__}"

    def shown_again(self) -> Self:
        """The same form and all that was typed, with a stamp that is good."""
        data: dict[str, object] = dict(self.data.items())
        if self.refuses_trap:
            data["website"] = ""
        if self.has_error(NON_FIELD_ERRORS, "stale"):
            data["stamp"] = self._fresh_stamp()
        self.data = data
        return self

    def _fresh_stamp(self) -> str:
        return signing.dumps([self.about, int(time.time())], salt=self.salt)
