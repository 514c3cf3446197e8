"""The forms of readers: a look-up, and the request to hide one's line."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from news.exam_files.keys import normal_number, normal_word
from news.models import ExamRequest, ExamResultsPage

LONGEST_NUMBER, LONGEST_WORD = 40, 120


class LookUpForm(forms.Form):
    number = forms.CharField(label=_("Candidate number"), max_length=LONGEST_NUMBER)
    word = forms.CharField(max_length=LONGEST_WORD)

    def __init__(self, page: ExamResultsPage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["word"].label = page.word_label

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if not normal_number(number):
            raise ValidationError(gettext("Type the number as it is on your summons."))
        return number

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"]
        if not normal_word(word):
            raise ValidationError(gettext("Type it as it is on your summons."))
        return word


class HideForm(LookUpForm):
    reason = forms.CharField(
        label=_("Why (if you like to say)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contact = forms.CharField(
        label=_("How to reach you, if we have a question (optional)"),
        required=False,
        max_length=200,
    )
    # Programs fill it in, people do not see it.
    website = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def request_for(self, page: ExamResultsPage) -> ExamRequest:
        """The request, unsaved."""
        data = self.cleaned_data
        return ExamRequest(
            page=page,
            number=data["number"],
            word=data["word"],
            key=normal_number(data["number"]),
            word_key=normal_word(data["word"]),
            reason=data["reason"],
            contact=data["contact"],
        )
