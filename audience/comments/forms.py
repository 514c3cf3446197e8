"""The form of a comment, and that of its correction."""

import time
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from audience.comments.models import LONGEST_NAME, LONGEST_REASON, LONGEST_TEXT, Comment
from news.typed_fields import MailField, ManyLinesField, OneLineField

# Nobody writes a comment faster; a machine does it at once.
SECONDS_TO_WRITE = 3
STAMP_LASTS = 24 * 60 * 60
SALT = "audience.comments"


def text_field() -> ManyLinesField:
    return ManyLinesField(
        label=_("Your comment"),
        min_length=2,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST_TEXT}),
    )


class StampedForm(forms.Form):
    """A form on pages without cookies: a signed stamp says when it was shown, and for what.

    Two traps for machines, and no third party: a field that people do not see, and that stamp.
    """

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
        try:
            about, shown_at = signing.loads(
                cleaned.get("stamp", ""), salt=self.salt, max_age=STAMP_LASTS
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
        return f"{SALT}.{type(self).__name__}"

    def shown_again(self) -> "StampedForm":
        """The same form and all that was typed, with a stamp that is good."""
        if self.has_error(NON_FIELD_ERRORS, "stale"):
            self.data = {**dict(self.data.items()), "stamp": self._fresh_stamp()}
        return self

    def _fresh_stamp(self) -> str:
        return signing.dumps([self.about, int(time.time())], salt=self.salt)


class CommentForm(StampedForm):
    text = text_field()
    name = OneLineField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = MailField(
        label=_("Your email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    wants_answers = forms.BooleanField(label=_("Tell me of answers by email"), required=False)

    field_order = ["text", "name", "email", "wants_answers"]

    def comment(self, article: int, answers_to: Comment | None, network: str) -> Comment:
        """The comment as it was typed, not stored yet."""
        thread = (answers_to.thread or answers_to) if answers_to else None
        fields = ("text", "name", "email", "wants_answers")
        typed = {name: self.cleaned_data[name] for name in fields}
        return Comment(
            article_id=article, answers_to=answers_to, thread=thread, network=network, **typed
        )


class MineForm(StampedForm):
    """Asks for a link to one's own comments; it is about no article, and so about 0."""

    email = MailField(
        label=_("Your email address"),
        max_length=254,
        help_text=_("The one that you have given with your comments."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    field_order = ["email"]


class EditForm(forms.Form):
    text = text_field()


class ReportForm(StampedForm):
    reason = OneLineField(
        label=_("What is wrong with it?"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("An insult, a lie, an advertisement, somebody’s address…"),
    )

    field_order = ["reason"]
