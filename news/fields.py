"""Model fields for texts, which read whatever is stored."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.forms import Field
from django.utils.functional import cached_property
from wagtail.blocks.base import BlockField
from wagtail.fields import RichTextField, StreamField

from news.block_repair import UNREADABLE
from news.body_widget import BodyWidget, Description
from news.html_repair import RepairedHtml, paragraphs, repair_html
from news.unreadable import is_incomplete

# What a writer may do within a paragraph.
INLINE = ["bold", "italic", "link", "language"]


class BodyFormField(BlockField):
    """Shows again what was stored where a form sent nothing of the text."""

    def bound_data(self, data: Any, initial: object) -> object:
        return initial if is_incomplete(data) and not len(data) else data


class BodyField(StreamField):
    """A text of pieces. Migrations know it as Wagtail's, without the kind of what is unreadable."""

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        known = self.stream_block.child_blocks
        unreadable = known.pop(UNREADABLE, None)
        try:
            name, _path, args, kwargs = super().deconstruct()
        finally:
            if unreadable is not None:
                known[UNREADABLE] = unreadable
        return name, "wagtail.fields.StreamField", args, kwargs

    @cached_property
    def descriptions(self) -> dict[str | None, Description]:
        return {}

    def formfield(self, **kwargs: object) -> Field:
        widget = BodyWidget(self.stream_block, self.descriptions)
        return super().formfield(**{"form_class": BodyFormField, "widget": widget, **kwargs})


class RichField(RichTextField):
    """Rich text that is repaired whenever it is read. Migrations know it as Wagtail's."""

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.fields.RichTextField", args, kwargs

    def from_db_value(
        self, value: object, expression: object, connection: BaseDatabaseWrapper
    ) -> object:
        return value if value is None else repair_html(value)

    def to_python(self, value: object) -> object:
        """Also what revisions hold comes this way."""
        if value is None or isinstance(value, str):
            return value if value is None else repair_html(value)
        return RepairedHtml(paragraphs(str(value)))
