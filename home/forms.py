"""The contact form."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from home.models import ContactMessage, ContactPage
from news.slugs import french_slug
from news.stamped_forms import StampedForm
from news.typed_fields import MailField, ManyLinesField, OneLineField


class ContactForm(StampedForm):
    """A message for one of the page's desks."""

    stamp_lasts = 12 * 60 * 60
    refuses_trap = True

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
    field_order = ["desk", "name", "email", "subject", "message"]

    def __init__(self, page: ContactPage, *args: Any, **kwargs: Any) -> None:
        super().__init__(page.pk, *args, **kwargs)
        self.desks = {french_slug(desk.name): desk for desk in page.desks.all()}
        choices = [(key, desk.name) for key, desk in self.desks.items()]
        desk = cast(forms.ChoiceField, self.fields["desk"])
        desk.choices = choices if len(choices) == 1 else [("", _("Choose a desk")), *choices]

    def message_to_store(self) -> ContactMessage:
        desk = self.desks[self.cleaned_data["desk"]]
        fields = ("name", "email", "subject", "message")
        return ContactMessage(
            desk_name=desk.name,
            desk_email=desk.email,
            **{field: self.cleaned_data[field] for field in fields},
        )
