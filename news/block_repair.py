"""Repair of stored blocks so that they can be read, and the problems found in them.

A piece of a text that cannot be read at all is kept word for word in a piece of the kind
`unreadable`: readers do not see it, writers do. Inside a piece, what cannot be read is left empty.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock

from news.html_repair import UNPRINTABLE, RepairedHtml, repair_html

UNREADABLE = "unreadable"
MOST_KEY = 2**63 - 1  # what the column of a key holds
Piece = dict[str, Any]
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Problem:
    """A part that could not be read: the id of its piece, if it has one, and a message."""

    piece: str
    message: str


class Unreadable(ValueError):
    """A value is not of the kind that its block keeps."""


def readable_pieces(block: blocks.Block, stored: object) -> list[Piece]:
    """The pieces of a text, as `block` can read them, from whatever its JSON holds."""
    return [_readable(block, piece, _nothing)[0] for piece in _pieces(block, stored)]


def problems_in(block: blocks.Block, stored: object) -> Iterator[Problem]:
    """Yield the problems of the stored pieces of a text, in order; no chosen key is looked up."""
    for piece in _pieces(block, stored):
        labels: list[str] = []
        readable, is_whole = _readable(block, piece, labels.append)
        place = readable.get("id") or ""
        if not is_whole:
            yield Problem(place, _("A piece of the text could not be read. Readers do not see it."))
            continue
        label = capfirst(str(block.child_blocks[readable["type"]].label))
        for field in dict.fromkeys(labels):
            message = _("Part of the piece “%(piece)s” could not be read: %(field)s.")
            yield Problem(place, message % {"piece": label, "field": field})


def _nothing(label: str) -> None:
    pass


def _pieces(block: blocks.Block, stored: object) -> list[object]:
    if isinstance(stored, str):
        try:
            stored = json.loads(stored) if stored.strip() else []
        except (ValueError, RecursionError):
            return [stored]
    if isinstance(stored, dict):
        return [stored]
    return stored if isinstance(stored, list) else [] if stored is None else [stored]


def _readable(block: blocks.Block, piece: Any, tell: Tell) -> tuple[Piece, bool]:
    match piece:
        case [str(kind), value] if kind in block.child_blocks:  # how Wagtail once kept them
            piece = {"type": kind, "value": value}
    key = piece.get("id") if isinstance(piece, dict) else None
    key = UNPRINTABLE.sub("", key) if isinstance(key, str) else None
    try:
        kind = piece["type"]
        value = _mended(block.child_blocks[kind], piece["value"], tell)
    except (KeyError, TypeError, Unreadable, RecursionError):
        return {"type": UNREADABLE, "value": as_kept(piece), "id": key}, False
    return {"type": kind, "value": value, "id": key}, kind != UNREADABLE


def as_kept(piece: object) -> str:
    """A piece of stored JSON as text that can be shown, and stored again."""
    try:
        text = json.dumps(piece, ensure_ascii=False, default=str)
        return json.dumps(piece, default=str) if UNPRINTABLE.search(text) else text
    except RecursionError:
        return ""


def _mended(block: blocks.Block, value: object, tell: Tell) -> object:
    """`value` as `block` can read it. Raises Unreadable."""
    match block:
        case blocks.BaseStreamBlock():
            return readable_pieces(block, value)
        case blocks.BaseStructBlock():
            return _struct(block, value, tell)
        case blocks.ListBlock():
            return _list(block, value, tell)
        case BaseTypedTableBlock():
            return _table(block, value, tell)
        case blocks.ChooserBlock():
            return _key(value)
        case blocks.URLBlock():
            return _address(value)
        case blocks.RichTextBlock():
            html = _text(value)
            # Only where it is asked: a paragraph is repaired when it is read.
            if tell is not _nothing and isinstance(repair_html(html), RepairedHtml):
                tell(_("a link or the layout of the text"))
            return html
        case blocks.FieldBlock():
            return _text(value)
    return value


def _struct(block: blocks.Block, value: object, tell: Tell) -> Piece:
    if not isinstance(value, dict):
        raise Unreadable
    mended = {}
    for name, child in block.child_blocks.items():
        if name not in value:
            mended[name] = _empty(child)
            continue
        try:
            mended[name] = _mended(child, value[name], tell)
        except Unreadable:
            tell(str(child.label))
            mended[name] = _empty(child)
    if value and not value.keys() & mended.keys():
        raise Unreadable
    return mended


def _empty(block: blocks.Block) -> object:
    """Return the default of a new piece; for a text without one, an empty text."""
    default = block.get_prep_value(block.get_default())
    is_text = isinstance(block, blocks.FieldBlock) and not isinstance(block, blocks.ChooserBlock)
    return "" if default is None and is_text else default


def _list(block: blocks.Block, value: object, tell: Tell) -> list[object]:
    if not isinstance(value, list):
        raise Unreadable
    mended = []
    for item in value:
        is_numbered = isinstance(item, dict) and item.get("type") == "item" and "value" in item
        try:
            held = _mended(block.child_block, item["value"] if is_numbered else item, tell)
        except Unreadable:
            tell(str(block.label or block.child_block.label))
            continue
        key = item.get("id") if is_numbered else None
        is_kept = isinstance(key, str) and not UNPRINTABLE.search(key)
        mended.append({"type": "item", "value": held, "id": key} if is_kept else held)
    return mended


def _table(block: blocks.Block, value: object, tell: Tell) -> Piece | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Unreadable
    columns, rows = value.get("columns"), value.get("rows")
    if not isinstance(columns, list) or not isinstance(rows, list):
        raise Unreadable
    heads = [_column(block, column, tell) for column in columns]
    kinds = [block.child_blocks[head["type"]] for head in heads]
    return {
        "columns": heads,
        "rows": [{"values": _cells(kinds, row, tell)} for row in rows],
        "caption": _text_or_nothing(value.get("caption"), _("the caption"), tell),
    }


def _column(block: blocks.Block, column: object, tell: Tell) -> Piece:
    known = column if isinstance(column, dict) else {}
    kind = known.get("type")
    if not isinstance(kind, str) or kind not in block.child_blocks:
        tell(_("a column"))
        kind = next(iter(block.child_blocks))
    return {"type": kind, "heading": _text_or_nothing(known.get("heading"), _("a column"), tell)}


def _cells(kinds: list[blocks.Block], row: object, tell: Tell) -> list[object]:
    cells = row.get("values") if isinstance(row, dict) else row
    if not isinstance(cells, list) or len(cells) != len(kinds):
        tell(_("a row"))
    found = cells if isinstance(cells, list) else []
    padded = [*found, *[None] * len(kinds)][: len(kinds)]
    mended = []
    for kind, cell in zip(kinds, padded, strict=True):
        try:
            mended.append(_mended(kind, cell, tell))
        except Unreadable:
            tell(_("a cell"))
            mended.append(_empty(kind))
    return mended


def _text_or_nothing(value: object, label: str, tell: Tell) -> str:
    try:
        return _text(value)
    except Unreadable:
        tell(label)
        return ""


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return UNPRINTABLE.sub("", value)
        case int() | float():
            return str(value)
    raise Unreadable


def _address(value: object) -> str:
    address = _text(value).strip()
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise Unreadable from error
    if address and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise Unreadable
    return address


def _key(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 20:
        value = int(value)
    if value is None or (type(value) is int and 0 <= value <= MOST_KEY):
        return value
    raise Unreadable
