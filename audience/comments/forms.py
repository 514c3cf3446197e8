"""The form of a comment, and that of its correction."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audience.comments.models import LONGEST_NAME, LONGEST_REASON, LONGEST_TEXT, Comment
from news.stamped_forms import StampedForm
from news.typed_fields import MailField, ManyLinesField, OneLineField


def text_field() -> ManyLinesField:
    return ManyLinesField(
        label=_("Your comment"),
        min_length=2,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST_TEXT}),
    )


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

    def ask_again(self) -> None:
        """Have it sent once more, since it was opened before its network became suspect."""
        self.add_error(
            None,
            ValidationError(
                _("Many comments come from your connection. Please send yours once more."),
                code="proof",
            ),
        )

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
