"""Conversion between stored rich text and the content state of its editor, Draft.js."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import structlog
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from news.html_repair import paragraphs, repair_html

if TYPE_CHECKING:
    # It asks for models while it is loaded, and models load this module.
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

logger = structlog.get_logger(__name__)
DEEPEST_LIST = 20
# What the editor sends of an empty text, and a form without the editor.
EMPTY = ("null", "")
RANGES = ("entityRanges", "inlineStyleRanges")


class NotRichText(str):
    """Text sent in place of rich text, as paragraphs that show it word for word."""


def content_state(converter: ContentstateConverter, html: str) -> str:
    """Rich text as the editor takes it; its words alone where the editor cannot take it."""
    try:
        return str(converter.from_database_format(repair_html(html)))
    # Its rules raise whatever they like on what no editor has written.
    except Exception:
        logger.warning("unreadable_rich_text", exc_info=True)
        return str(converter.from_database_format(paragraphs(strip_tags(html))))


def rich_text(converter: ContentstateConverter, sent: str) -> str:
    """Return what the editor sent, as it is stored: a NotRichText where it is something else."""
    try:
        if sent in EMPTY or _is_state(json.loads(sent)):
            return repair_html(str(converter.to_database_format(sent or EMPTY[0])))
        return _refused(sent)
    except Exception:
        logger.warning("not_rich_text", exc_info=True)
        return _refused(sent)


def refuse_other_text(value: object) -> None:
    """Refuse what is not the editor's. Raises ValidationError."""
    if isinstance(value, NotRichText):
        raise ValidationError(
            _(
                "This text did not arrive in the form in which the editor writes it. It stands "
                "here as it came: check it, then save again."
            )
        )


def _refused(sent: str) -> str:
    return NotRichText(paragraphs(sent))


def _is_state(state: object) -> bool:
    """Whether this is what Draft.js calls a raw content state, of a size that can be written."""
    match state:
        case {"blocks": list(parts), "entityMap": dict(entities)}:
            return all(map(_is_part, parts)) and all(map(_is_entity, entities.values()))
    return False


def _is_part(part: Any) -> bool:
    match part:
        case {"text": str(text), "type": str()}:
            depth = part.get("depth", 0)
            ranges = [span for name in RANGES for span in part.get(name) or []]
            is_flat = type(depth) is int and 0 <= depth <= DEEPEST_LIST
            # A browser counts an emoji as two.
            return is_flat and all(_is_span(span, 2 * len(text)) for span in ranges)
    return False


def _is_span(span: object, most: int) -> bool:
    match span:
        case {"offset": int(offset), "length": int(length)}:
            return offset >= 0 and length >= 0 and offset + length <= most
    return False


def _is_entity(entity: object) -> bool:
    match entity:
        case {"type": str(), "data": dict()}:
            return True
    return False
