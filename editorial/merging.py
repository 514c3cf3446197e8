"""What a version says, field by field, read from the stored content of revisions.

Pure functions on dictionaries, as `Revision.content` holds them: no page, no database.
"""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import COMMENTS_RELATION_NAME

Content = dict[str, Any]

SCHEDULE = ("go_live_at", "expire_at")
# What the system keeps about a page, or works out from its text.
BOOKKEEPING = frozenset(
    {
        "pk",
        "path",
        "depth",
        "numchild",
        "translation_key",
        "locale",
        "draft_title",
        "content_type",
        "live",
        "has_unpublished_changes",
        "url_path",
        "owner",
        "expired",
        "locked",
        "locked_at",
        "locked_by",
        "first_published_at",
        "last_published_at",
        "latest_revision_created_at",
        "live_revision",
        "latest_revision",
        "alias_of",
        "word_count",
        COMMENTS_RELATION_NAME,
    }
)
# The editor numbers the paragraphs of rich text anew; nobody wrote that.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
# It also drops what a program wrote between two paragraphs, which no reader sees.
BETWEEN_PARAGRAPHS = re.compile(r"(</(?:p|h[2-6]|ul|ol|li)>|<hr ?/?>)\s+")


def text_of(content: Content) -> Content:
    """What somebody wrote: every field that readers may see, in a form that can be compared.

    Neither the bookkeeping nor the schedule, nor the numbers that saving gives to rows and blocks.
    """
    return {
        name: comparable(value)
        for name, value in content.items()
        if name not in BOOKKEEPING and name not in SCHEDULE
    }


def same_text(one: Content, other: Content) -> bool:
    return text_of(one) == text_of(other)


def same_schedule(one: Content, other: Content) -> bool:
    return all(one.get(name) == other.get(name) for name in SCHEDULE)


def comparable(value: Any) -> Any:
    """The value without what differs between two saves of the same words."""
    if isinstance(value, str):
        blocks = _blocks(value)
        return _as_typed(value) if blocks is None else comparable(blocks)
    if isinstance(value, list):
        rows = [_row(item) for item in value]
        # Tags have no order: their field sorts them anew each time it is shown.
        tags = all(isinstance(row, dict) and "tag" in row for row in rows)
        return sorted(rows, key=lambda row: str(row["tag"])) if tags else rows
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items()}
    return value


def _as_typed(text: str) -> str:
    return BETWEEN_PARAGRAPHS.sub(r"\1", BLOCK_KEY.sub("", text)).rstrip()


def _row(item: Any) -> Any:
    """A row of a relation or a block of a body, without its number and its parent's."""
    if not isinstance(item, dict):
        return comparable(item)
    own = {key: comparable(part) for key, part in item.items() if key not in {"id", "pk"}}
    if "pk" in item:
        own = {key: part for key, part in own.items() if key not in PARENTS}
    # A list of values may be kept without the blocks that the editor makes of them.
    return own["value"] if own.keys() == LISTED and own["type"] == "item" else own


# Foreign keys of rows to their page, and the place that their order in the list tells already.
LISTED = {"type", "value"}
PARENTS = frozenset({"page", "article", "content_object", "sort_order"})


def _blocks(value: str) -> list[Any] | None:
    """The blocks of a body, which revisions keep as JSON in a string; None for any other text."""
    if not value.startswith("["):
        return None
    try:
        blocks = json.loads(value)
    except ValueError:
        return None
    return blocks if isinstance(blocks, list) else None


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
    """What `theirs` has changed since `base`, carried into `mine`, field by field.

    Bodies are merged block by block where no block was changed by both. The schedule and the
    bookkeeping are those of `mine`.

    chosen: names of fields that are `theirs` where both have changed them.
    """
    merged = Merge(dict(mine))
    for name in changed(mine, theirs):
        ours, other, old = mine.get(name), theirs.get(name), base.get(name)
        if comparable(other) == comparable(old):
            continue
        both = None if comparable(ours) != comparable(old) else other
        if both is None:
            both = _merged_blocks(old, ours, other)
        if both is None:
            merged.conflicts.append(name)
            both = other if name in chosen else ours
        else:
            merged.taken.append(name)
        merged.content[name] = both
    return merged


def changed(one: Content, other: Content) -> list[str]:
    """The names of the fields in which two versions differ, in the order of the page's fields."""
    before, after = text_of(one), text_of(other)
    names = [*before, *(name for name in after if name not in before)]
    return [name for name in names if before.get(name) != after.get(name)]


def _merged_blocks(base: Any, mine: Any, theirs: Any) -> str | None:
    """A body with the changes of both sides; None if it is none, or a block was changed by both."""
    sides = [_by_id(value) for value in (base, mine, theirs)]
    if any(side is None for side in sides):
        return None
    old, ours, other = (side or {} for side in sides)
    kept: dict[str, Any] = {}
    for number, block in ours.items():
        if number not in other and number in old:
            # They have deleted it: gone, unless it was rewritten here meanwhile.
            if comparable([block]) != comparable([old[number]]):
                return None
        elif number in other and number in old:
            choice = _one_of(old[number], block, other[number])
            if choice is None:
                return None
            kept[number] = choice
        elif number in other and comparable([block]) != comparable([other[number]]):
            return None
        else:
            kept[number] = block
    if any(
        number in old and comparable([old[number]]) != comparable([other[number]])
        for number in other
        if number not in ours
    ):
        return None
    order = _with_additions(list(kept), list(other), set(old) | set(ours))
    return json.dumps([kept.get(number, other.get(number)) for number in order])


def _one_of(old: Any, ours: Any, other: Any) -> Any:
    if comparable([other]) in (comparable([old]), comparable([ours])):
        return ours
    return other if comparable([ours]) == comparable([old]) else None


def _with_additions(order: list[str], theirs: list[str], known: set[str]) -> list[str]:
    """`order` with what only the other side has added, each after its neighbour there."""
    for place, number in enumerate(theirs):
        if number in known:
            continue
        before = next((n for n in reversed(theirs[:place]) if n in order), None)
        order.insert(order.index(before) + 1 if before else 0, number)
    return order


def _by_id(value: Any) -> dict[str, Any] | None:
    """The blocks of a body by their numbers; None where it is no body, or one has no number."""
    blocks = _blocks(value) if isinstance(value, str) else None
    if blocks is None or not all(isinstance(b, dict) and b.get("id") for b in blocks):
        return None
    return {block["id"]: block for block in blocks}
