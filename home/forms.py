"""The contact form."""

import time
from typing import Any, cast

from django import forms
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from home.models import ContactMessage, ContactPage
from news.slugs import french_slug
from news.typed_fields import MailField, ManyLinesField, OneLineField

# Nobody fills the form faster; a machine does it at once.
SECONDS_TO_WRITE = 3
STAMP_LASTS = 12 * 60 * 60

SALT = "home.contact"


class ContactForm(forms.Form):
    """A message for one of the page's desks.

    Two traps for machines, and no third party: a field that people do not see, and a signed stamp
    that says when the form was shown. Both answer with a plain sentence, so that someone who is
    caught by mistake loses nothing and sends again.
    """

    desk = forms.ChoiceField(
        label=_("Who should read it?"),
        error_messages={"invalid_choice": _("Choose one of the desks of the list.")},
    )
    name = OneLineField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = MailField(
        label=_("Your email address"),
        help_text=_("For our answer only; it is never shown."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject = OneLineField(label=_("Subject"), max_length=160)
    message = ManyLinesField(
        label=_("Your message"),
        min_length=10,
        max_length=5000,
        help_text=_("Up to 5,000 characters."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, page: ContactPage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desks = {french_slug(desk.name): desk for desk in page.desks.all()}
        choices = [(key, desk.name) for key, desk in self.desks.items()]
        desk = cast(forms.ChoiceField, self.fields["desk"])
        desk.choices = choices if len(choices) == 1 else [("", _("Choose a desk")), *choices]
        self.initial["stamp"] = _stamp()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("website"):
            raise ValidationError(
                _("One field, hidden from view, was filled in by your browser. Please send again."),
                code="trap",
            )
        try:
            shown_at = signing.loads(cleaned.get("stamp", ""), salt=SALT, max_age=STAMP_LASTS)
        except signing.BadSignature:
            raise ValidationError(
                _("This form had been open for too long. Please read it again and send it."),
                code="stale",
            ) from None
        if time.time() - shown_at < SECONDS_TO_WRITE:
            raise ValidationError(
                _("That was faster than anyone writes. Please send again in a few seconds."),
                code="too_fast",
            )
        return cleaned

    def shown_again(self) -> "ContactForm":
        """The same form and all that was typed; the trap emptied, a stale stamp renewed."""
        data: dict[str, object] = dict(self.data.items())
        data["website"] = ""
        if self.has_error(NON_FIELD_ERRORS, "stale"):
            data["stamp"] = _stamp()
        self.data = data
        return self

    def message_to_store(self) -> ContactMessage:
        desk = self.desks[self.cleaned_data["desk"]]
        fields = ("name", "email", "subject", "message")
        return ContactMessage(
            desk_name=desk.name,
            desk_email=desk.email,
            **{field: self.cleaned_data[field] for field in fields},
        )


def _stamp() -> str:
    return signing.dumps(int(time.time()), salt=SALT)
