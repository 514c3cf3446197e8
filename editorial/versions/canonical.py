"""The canonical form of a version: equal for two versions that say the same to readers.

Each edit takes a text the same way: stored, loaded, shown by the form, posted, cleaned, stored.
That way drops two spaces in a row, characters that show nothing (`news.typed_text`) and the seconds
of a time, fills in defaults, and numbers rows and blocks anew. Here each value is brought to what
that way makes of it, so that opening a page and saving it untouched is never a change.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_datetime
from modelcluster.models import get_all_child_relations
from taggit.managers import TaggableManager
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page
from wagtail.rich_text import features as feature_registry

from news.block_repair import readable_pieces
from news.blocks import is_empty_paragraph
from news.content_state import content_state
from news.embeds import without_tracking
from news.typed_text import clean_html, clean_text

Content = dict[str, Any]

SCHEDULE = ("go_live_at", "expire_at")
# Fields that the system fills in although they are not `editable=False`.
BOOKKEEPING = frozenset(
    {
        "path",
        "depth",
        "numchild",
        "content_type",
        "owner",
        "first_published_at",
        *SCHEDULE,
        COMMENTS_RELATION_NAME,
    }
)
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
# Empty links and emphasis, which the editor drops.
AROUND_NOTHING = re.compile(r"<(a|b|i|strong|em|span)\b[^>]*></\1>")
LINE_BREAKS = re.compile(r"[\r\n]+")
REMEMBERED_PARAGRAPHS = 4096
# Wagtail's converter merges some neighbouring lists only in a second pass.
MAX_PASSES = 4


def canonical(content: Content) -> Content:
    """Return what readers get of a version, by field name, as values that can be compared.

    content: as `Revision.content` holds it, in memory or read from the database; may be empty.
    """
    return {name: canonical_field(content, name) for name in text_fields(content)}


def text_fields(content: Content) -> list[str]:
    """Return the fields that readers get: those that people write, without the unread ones.

    A page type lists the latter in `unread_fields`.
    """
    model = model_of(content) if content else None
    unread: frozenset[str] = getattr(model, "unread_fields", frozenset())
    return [name for name in written_fields(content) if name not in unread]


def written_fields(content: Content) -> Iterator[str]:
    """Yield the fields and child relations that people write, in the order of the page type."""
    if not content:
        return
    model = model_of(content)
    for field in model._meta.get_fields():
        if field.concrete and field.editable and not field.primary_key:
            if field.name not in BOOKKEEPING and not isinstance(field, TaggableManager):
                yield field.name
    for relation in get_all_child_relations(model):
        if relation.get_accessor_name() not in BOOKKEEPING:
            yield relation.get_accessor_name()


def model_of(content: Content) -> type[Page]:
    kind = ContentType.objects.get_for_id(content["content_type"])
    model: type[Page] | None = kind.model_class()
    return model or Page


def canonical_field(content: Content, name: str) -> Any:
    """Return the canonical value of a field, or of its default where the version lacks it."""
    model = model_of(content)
    for relation in get_all_child_relations(model):
        if relation.get_accessor_name() == name:
            rows = content.get(name)
            kept = rows if isinstance(rows, list) else []
            return _rows(relation, [row for row in kept if isinstance(row, dict)])
    return _value(model, name, content)


def canonical_block(block: blocks.Block, value: Any) -> Any:
    """Return the canonical form of a block's stored value, as the editor would store it."""
    match block:
        case blocks.BaseStreamBlock():
            known = [
                item
                for item in value or []
                if item["type"] in block.child_blocks
                and not is_empty_paragraph(item["type"], str(item["value"]))
            ]
            return [
                (item["type"], canonical_block(block.child_blocks[item["type"]], item["value"]))
                for item in known
            ]
        case blocks.BaseStructBlock():
            stored = value or {}
            return {
                name: canonical_block(child, stored.get(name, _default(child)))
                for name, child in block.child_blocks.items()
            }
        case blocks.ListBlock():
            return [canonical_block(block.child_block, _listed(item)) for item in value or []]
        case BaseTypedTableBlock():
            return _table(block, value or {})
        case blocks.RichTextBlock():
            return rich_text(value or "", tuple(block.features or ()))
        case blocks.TextBlock():
            return _typed(value)
        case blocks.URLBlock():
            return without_tracking(_on_one_line(value))
        case blocks.CharBlock():
            return _on_one_line(value)
    return value.strip() if isinstance(value, str) else value


@lru_cache(maxsize=REMEMBERED_PARAGRAPHS)
def rich_text(html: str, features: tuple[str, ...] = ()) -> str:
    """Return what the editor stores for `html`, without the keys of its paragraphs.

    features: those of the field; all that are on by default where there are none.
    """
    # Wagtail's converters want all models first, and models import this module.
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    converter = ContentstateConverter(features or feature_registry.get_default_features())
    for _pass in range(MAX_PASSES):
        before, again = html, converter.to_database_format(content_state(converter, html))
        html = AROUND_NOTHING.sub("", BLOCK_KEY.sub("", clean_html(again)))
        if html == before:
            break
    return html


def _value(model: type[models.Model], name: str, content: Content) -> Any:
    field: Any = model._meta.get_field(name)
    value = content[name] if name in content else field.get_default()
    match field:
        case StreamField():
            return canonical_block(field.stream_block, readable_pieces(field.stream_block, value))
        case RichTextField():
            return rich_text(str(value or ""), tuple(field.features or ()))
        case models.DateTimeField():
            return _minute(value)
        case models.TextField():
            return _typed(value)
        case models.CharField() | models.SlugField():
            return _on_one_line(value)
    return str(value) if isinstance(field, models.DateField | models.DecimalField) else value


def _rows(relation: Any, rows: list[Content]) -> list[dict[str, object]]:
    """Return child rows without their own key and the one of their page."""
    model = relation.related_model
    ordered = _order_field(model)
    own = [
        field.name
        for field in model._meta.get_fields()
        if field.concrete and field.editable and not field.primary_key
        if field.name not in (relation.field.name, ordered)
    ]
    if ordered:
        rows = _in_order(rows, ordered)
    values = [{name: _value(model, name, row) for name in own} for row in rows]
    # Rows without an order, as tags, are compared sorted.
    return values if ordered else sorted(values, key=repr)


def _order_field(model: type[models.Model]) -> str:
    try:
        model._meta.get_field("sort_order")
    except FieldDoesNotExist:
        return ""
    return "" if issubclass(model, ItemBase) else "sort_order"


def _in_order(rows: list[Content], ordered: str) -> list[Content]:
    places = [row.get(ordered) for row in rows]
    if any(place is None for place in places):
        return rows
    return sorted(rows, key=lambda row: row[ordered])


def _default(block: blocks.Block) -> Any:
    return block.get_prep_value(block.get_default())


def _listed(item: Any) -> Any:
    """Return an item of a list, which may be stored without its type and id."""
    is_block = isinstance(item, dict) and item.get("type") == "item" and "value" in item
    return item["value"] if is_block else item


def _table(block: Any, table: dict[str, Any]) -> dict[str, Any]:
    columns = list(table.get("columns", []))
    kinds = [block.child_blocks.get(column["type"]) for column in columns]
    return {
        "caption": _on_one_line(table.get("caption")),
        "columns": [(column["type"], _on_one_line(column["heading"])) for column in columns],
        "rows": [
            [
                canonical_block(kind, cell)
                for kind, cell in zip(kinds, row["values"], strict=False)
                if kind
            ]
            for row in table.get("rows", [])
        ],
    }


def _minute(value: object) -> str:
    """Return a time in UTC, to the minute, as the forms have it."""
    try:
        moment = parse_datetime(value) if isinstance(value, str) else value
    except ValueError:
        return ""
    if not isinstance(moment, datetime):
        return ""
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return zoned.astimezone(UTC).isoformat(timespec="minutes")


def _typed(value: object) -> str:
    return clean_text(str(value or "")).strip()


def _on_one_line(value: object) -> str:
    """Return text without line breaks, as an input of one line posts it."""
    return clean_text(LINE_BREAKS.sub("", str(value or "")), one_line=True).strip()
