"""The form of a race meeting."""

from typing import Any

from news.page_forms import ArticleForm


class RaceMeetingForm(ArticleForm):
    """A title that nobody has typed is made of day and course."""

    class Media:
        js = ["js/admin/ready-text.js"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "title" in self.fields:
            self.fields["title"].required = False

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "title" in self.fields and not (data.get("title") or "").strip():
            page = type(self.instance)(day=data.get("day"), course=data.get("course") or "")
            if page.written_title:
                data["title"] = page.written_title
            elif "title" not in self.errors:
                self.add_error("title", self.fields["title"].error_messages["required"])
        return super().clean()
