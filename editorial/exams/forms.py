"""The forms of lists of exam results: the file, the columns, the decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from news.exam_files.reading import COLUMNS, Sample
from news.models import ExamResultsPage


class BringForm(forms.Form):
    file = forms.FileField(
        label=_("CSV or XLSX file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,text/csv,text/plain"}),
    )
    text = forms.CharField(
        label=_("or text copied from a PDF"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A line for each candidate; columns are parted by tabs or several spaces."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("file") and not data.get("text", "").strip():
            raise ValidationError(gettext("Choose a file, or paste the text of the list."))
        return data

    @property
    def upload(self) -> UploadedFile:
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            return file
        text = self.cleaned_data["text"].encode()
        return SimpleUploadedFile(gettext("pasted text"), text, "text/plain")


class ColumnsForm(forms.Form):
    """A choice for each column of a sample."""

    has_head = forms.BooleanField(label=_("The first line names the columns"), required=False)

    def __init__(self, page: ExamResultsPage, sample: Sample, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.page = page
        self.fields["has_head"].initial = sample.has_head
        choices = [("", gettext("left out")), *((one.key, one.label) for one in COLUMNS)]
        self.places = range(len(sample.columns))
        for place, key in enumerate(sample.columns):
            label = gettext("Column %(number)d") % {"number": place + 1}
            self.fields[f"column-{place}"] = forms.ChoiceField(
                choices=choices, required=False, initial=key, label=label
            )

    @property
    def columns(self) -> list[str]:
        return [self.cleaned_data.get(f"column-{place}", "") for place in self.places]

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [self[f"column-{place}"] for place in self.places]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        named = [key for key in self.columns if key]
        for key in {"number", str(self.page.second_word)} - set(named):
            column = next(one for one in COLUMNS if one.key == key)
            message = gettext("No column is named “%(column)s”: readers look up with it.")
            self.add_error(None, message % {"column": column.label})
        if len(named) != len(set(named)):
            self.add_error(None, gettext("Two columns have the same name."))
        return data
