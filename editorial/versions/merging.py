"""Compares and merges two versions, field by field.

Versions are read as `Revision.content` holds them. Two values are equal if their canonical forms
are (`editorial.versions.canonical`), however they are stored.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from editorial.versions.canonical import (
    SCHEDULE,
    Content,
    canonical_block,
    canonical_field,
    model_of,
    text_fields,
    written_fields,
)
from news.block_repair import readable_pieces

Block = dict[str, Any]


def same_text(one: Content, other: Content) -> bool:
    """Whether readers get the same of both versions."""
    return not any(_differs(one, other, name) for name in text_fields(one or other))


def same_schedule(one: Content, other: Content) -> bool:
    """Whether both versions have the same publication and expiry times, to the minute."""
    return not any(_differs(one, other, name) for name in SCHEDULE)


def changed(one: Content, other: Content) -> list[str]:
    """Return the fields in which two versions differ, unread ones included, in the page's order."""
    return [name for name in written_fields(one or other) if _differs(one, other, name)]


def _differs(one: Content, other: Content, name: str) -> bool:
    if name in one and name in other and one[name] == other[name]:
        return False
    if not one or not other:
        return True
    return bool(canonical_field(one, name) != canonical_field(other, name))


@dataclass
class Merge:
    """The outcome of a three-way merge.

    taken: fields that only `theirs` has changed; conflicts: fields that both have changed, which
    `content` has as `mine` unless they were chosen otherwise.
    """

    content: Content
    taken: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def merge(base: Content, mine: Content, theirs: Content, chosen: Collection[str] = ()) -> Merge:
    """Merge what `theirs` has changed since `base` into `mine`, field by field.

    Bodies are merged block by block where no block was changed by both. The schedule and the
    bookkeeping are those of `mine`.

    chosen: names of fields that are `theirs` where both have changed them.
    """
    merged = Merge(dict(mine))
    for name in changed(mine, theirs):
        if not _differs(base, theirs, name):
            continue
        if not _differs(base, mine, name):
            both = theirs.get(name)
        else:
            both = _merged_body(name, base, mine, theirs)
        if both is None:
            merged.conflicts.append(name)
            both = (theirs if name in chosen else mine).get(name)
        else:
            merged.taken.append(name)
        merged.content[name] = both
    return merged


def _merged_body(name: str, base: Content, mine: Content, theirs: Content) -> str | None:
    """Return a body with the changes of both; None if it is no body or both changed a block."""
    stream = _stream_block(mine, name)
    if stream is None or not base:
        return None
    sides = [_by_id(stream, content.get(name)) for content in (base, mine, theirs)]
    if any(side is None for side in sides):
        return None
    old, ours, other = (side or {} for side in sides)
    return _merged_blocks(stream, old, ours, other)


def _merged_blocks(
    stream: StreamBlock, old: dict[str, Block], ours: dict[str, Block], other: dict[str, Block]
) -> str | None:
    def same(one: Block, another: Block) -> bool:
        return bool(canonical_block(stream, [one]) == canonical_block(stream, [another]))

    kept: dict[str, Block] = {}
    for number, block in ours.items():
        if number not in other and number in old:
            # They have deleted it, which is a conflict if it was changed here.
            if not same(block, old[number]):
                return None
        elif number in other and number in old:
            if same(other[number], old[number]) or same(other[number], block):
                kept[number] = block
            elif same(block, old[number]):
                kept[number] = other[number]
            else:
                return None
        elif number in other and not same(block, other[number]):
            return None
        else:
            kept[number] = block
    deleted_here = [number for number in other if number in old and number not in ours]
    if not all(same(old[number], other[number]) for number in deleted_here):
        return None
    order = _with_additions(list(kept), list(other), set(old) | set(ours))
    blocks = [kept.get(number, other.get(number)) for number in order]
    return json.dumps(blocks, cls=DjangoJSONEncoder)


def _with_additions(order: list[str], theirs: list[str], known: set[str]) -> list[str]:
    """Return `order` with what only the other side has added, each after its neighbour there."""
    for place, number in enumerate(theirs):
        if number in known:
            continue
        before = next((n for n in reversed(theirs[:place]) if n in order), None)
        order.insert(order.index(before) + 1 if before else 0, number)
    return order


def _stream_block(content: Content, name: str) -> StreamBlock | None:
    """Return the stream block of a field; None if it has none."""
    try:
        body: models.Field[Any, Any] = model_of(content)._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return body.stream_block if isinstance(body, StreamField) else None


def _by_id(stream: StreamBlock, value: object) -> dict[str, Block] | None:
    """Return the blocks of a body by id; None if one has no id."""
    blocks = readable_pieces(stream, value)
    if not all(block["id"] for block in blocks):
        return None
    return {block["id"]: block for block in blocks}
