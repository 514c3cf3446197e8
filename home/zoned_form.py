"""Forms of what has times: they are in the editor's own time zone."""

from typing import Any, ClassVar

from wagtail.admin.forms import WagtailAdminModelForm

from news.zoned_times import zoned


class ZonedForm(WagtailAdminModelForm):
    zoned_fields: ClassVar[tuple[str, ...]] = ("starts_at", "ends_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.zoned_fields:
            stock = self.fields[name]
            field = self.fields[name] = zoned(stock)
            field.initial = stock.initial
            field.help_text = f"{stock.help_text} {field.help_text}".strip()
