"""The form of an alert: its times are in the editor's own time zone."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from news.zoned_times import zoned


class AlertForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts_at", "ends_at"):
            stock = self.fields[name]
            field = self.fields[name] = zoned(stock)
            field.initial = stock.initial
            field.help_text = f"{stock.help_text} {field.help_text}".strip()
