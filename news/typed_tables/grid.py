"""The grid in which a small table is typed (`js/admin/typed-grid.js`); else its text is typed."""

import json
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from news.typed_tables.tables import Table


class GridInput(forms.Textarea):
    """reads_lists: whether lists of runners can be pasted and imported into it."""

    template_name = "news/typed_tables/grid.html"

    class Media:
        css = {"all": ["css/admin/typed-grid.css"]}
        js = ["js/admin/typed-grid.js"]

    def __init__(self, table: Table, reads_lists: bool = False) -> None:
        super().__init__(attrs={"rows": 4, "class": "actujet-grid__text"})
        self.table = table
        self.reads_lists = reads_lists

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        columns = [
            {
                "key": column.key,
                "name": column.name,
                "label": str(column.label),
                "width": column.width,
                "isNumber": column.is_number,
                "isMark": column.is_mark,
            }
            for column in self.table.columns
        ]
        context["grid"] = {
            "columns": json.dumps(columns),
            "words": json.dumps(_words()),
            "reads": reverse("read_runners") if self.reads_lists else "",
        }
        return context


def _words() -> dict[str, str]:
    return {
        "cell": _("{column}, line {line}"),
        "remove": _("Delete line {line}"),
        "removed": _("The line was deleted."),
        "undo": _("Undo"),
        "paste": _("Paste or import a list…"),
        "help": _(
            "Cells copied from a spreadsheet, or the text of the official programme, with tabs, "
            "semicolons or aligned columns."
        ),
        "text": _("The list"),
        "file": _("or a CSV or XLSX file"),
        "read": _("Read the list"),
        "close": _("Close"),
        "reading": _("Reading…"),
        "readOne": _("One runner was read."),
        "readMany": _("{count} runners were read."),
        "readNone": _("No runner was found in this list."),
        "unread": _("Not read; type these lines by hand, if they matter:"),
        "failed": _("The list could not be read. It is still here: try again."),
    }
