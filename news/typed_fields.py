"""Form fields and blocks that clean typed and pasted text."""

from typing import Any

from django import forms
from django.db import models
from taggit.managers import TaggableManager
from wagtail import blocks
from wagtail.admin.forms.models import register_form_field_override, registry
from wagtail.admin.forms.tags import TagField
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock, TypedTable
from wagtail.fields import RichTextField
from wagtail.rich_text import RichText

from news.content_state import NotRichText, refuse_other_text
from news.embeds import without_tracking
from news.html_repair import repair_html
from news.typed_text import clean_html, clean_text
from news.unreadable import TolerantStreamBlock


class OneLineField(forms.CharField):
    def to_python(self, value: object) -> str | None:
        return super().to_python(_line(value))


class AddressField(forms.URLField):
    def to_python(self, value: object) -> str | None:
        return super().to_python(_line(value))


class MailField(forms.EmailField):
    def to_python(self, value: object) -> str | None:
        return super().to_python(_line(value))


class ManyLinesField(forms.CharField):
    def to_python(self, value: object) -> str | None:
        return super().to_python(clean_text(value) if isinstance(value, str) else value)


class RichField(forms.CharField):
    def to_python(self, value: object) -> str | None:
        refuse_other_text(value)
        return super().to_python(
            repair_html(clean_html(value)) if isinstance(value, str) else value
        )


class TagsField(TagField):
    def clean(self, value: object) -> object:
        return super().clean(_line(value))


FIELDS: dict[type[models.Field[Any, Any]], type[forms.Field]] = {
    models.CharField: OneLineField,
    models.URLField: AddressField,
    models.EmailField: MailField,
    models.TextField: ManyLinesField,
    RichTextField: RichField,
}


def take_over() -> None:
    """Give these fields to the text fields of all models: those of pages, rows and snippets.

    What Wagtail says about a field besides, such as its widget, stays. It registers text fields
    twice: for `TextField` itself, with a widget that rich text has not, and for those built on it.
    """
    for model_field, form_field in FIELDS.items():
        for known in (registry.values_by_exact_class, registry.values_by_class):
            exact = known is registry.values_by_exact_class
            if model_field in known or not exact:
                override = {**known.get(model_field, {}), "form_class": form_field}
                register_form_field_override(model_field, override=override, exact_class=exact)
    register_form_field_override(
        TaggableManager,
        override=lambda field: {"form_class": TagsField, "tag_model": field.related_model},
    )


class CleanStreamBlock(TolerantStreamBlock):
    """A body whose texts are cleaned before they are judged, block by block."""

    def clean(self, value: object) -> object:
        return super().clean(clean_value(self, value))


def clean_value(block: blocks.Block, value: Any) -> object:
    """The value of a block, with each of its texts cleaned as its kind of field is.

    Streams, groups, lists and tables are changed in place.
    """
    match block:
        case blocks.BaseStreamBlock():
            for child in value:
                child.value = clean_value(child.block, child.value)
        case blocks.BaseStructBlock():
            for name, child in block.child_blocks.items():
                value[name] = clean_value(child, value.get(name))
        case blocks.ListBlock():
            for item in value.bound_blocks:
                item.value = clean_value(block.child_block, item.value)
        case BaseTypedTableBlock():
            _clean_table(value)
        case blocks.RichTextBlock() if isinstance(value, RichText):
            is_other = isinstance(value.source, NotRichText)
            return value if is_other else RichText(repair_html(clean_html(value.source)))
        case blocks.TextBlock() if isinstance(value, str):
            return clean_text(value)
        case blocks.URLBlock() if isinstance(value, str):
            return without_tracking(_line(value))
        case blocks.CharBlock():
            return _line(value)
    return value


def _clean_table(table: TypedTable) -> None:
    table.caption = _line(table.caption)
    for column in table.columns:
        column["heading"] = _line(column["heading"])
    kinds = [column["block"] for column in table.columns]
    for row in table.row_data:
        row["values"] = [
            clean_value(kind, cell) for kind, cell in zip(kinds, row["values"], strict=True)
        ]


def _line(value: Any) -> Any:
    return clean_text(value, one_line=True) if isinstance(value, str) else value
