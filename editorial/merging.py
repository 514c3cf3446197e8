"""What a version says, field by field, read from the stored content of revisions.

Pure functions on dictionaries, as `Revision.content` holds them: no page, no database.
"""

import json
import re
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
        return BLOCK_KEY.sub("", value) if blocks is None else comparable(blocks)
    if isinstance(value, list):
        return [_row(item) for item in value]
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items()}
    return value


def _row(item: Any) -> Any:
    """A row of a relation or a block of a body, without its number and its parent's."""
    if not isinstance(item, dict):
        return comparable(item)
    own = {key: comparable(part) for key, part in item.items() if key not in {"id", "pk"}}
    if "pk" in item:
        own = {key: part for key, part in own.items() if key not in PARENTS}
    return own


# Foreign keys of rows to their page, and the place that their order in the list tells already.
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
