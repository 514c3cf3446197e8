"""The widget of rich text, which opens whatever is stored and takes only what it writes."""

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from wagtail.admin.rich_text import DraftailRichTextArea

from news.content_state import content_state, rich_text


class RichTextArea(DraftailRichTextArea):
    def format_value(self, value: object) -> str:
        # Past Draftail's own step, which is the one that may fail.
        shown = forms.HiddenInput.format_value(self, value)
        return content_state(self.converter, shown or "")

    def value_from_datadict(self, data: QueryDict, files: MultiValueDict, name: str) -> str | None:
        sent = data.get(name)
        return None if sent is None else rich_text(self.converter, str(sent))
