"""The lines of plain text by which two versions of a policy are compared."""

from typing import Protocol

from bs4 import BeautifulSoup
from wagtail.blocks import StreamValue, StructValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.rich_text import RichText

from news.diff import Passage


class PolicyText(Protocol):
    title: str
    introduction: str
    body: StreamValue


def passages_of(version: PolicyText) -> list[Passage]:
    """Return the text of a version from its title to its last line, without markup."""
    passages = [Passage("heading", version.title), Passage("text", version.introduction)]
    for block in version.body:
        if block.block_type in _READERS:
            passages += _READERS[block.block_type](block.value)
    return [passage for passage in passages if passage.text]


def _heading(value: StructValue) -> list[Passage]:
    return [Passage("heading", value["text"])]


def _paragraph(value: RichText) -> list[Passage]:
    soup = BeautifulSoup(value.source, "html.parser")
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    return [
        Passage("item" if tag.name == "li" else "text", " ".join(tag.get_text().split()))
        for tag in soup.find_all(["p", "li"])
    ]


def _key_points(value: StructValue) -> list[Passage]:
    return [Passage("heading", value["title"]), *(Passage("item", p) for p in value["points"])]


def _table(value: TypedTable) -> list[Passage]:
    head = " | ".join(str(column["heading"]) for column in value.columns)
    rows = (" | ".join(str(cell.value) for cell in row) for row in value.rows)
    return [Passage("heading", value.caption or ""), *(Passage("item", r) for r in (head, *rows))]


def _document(value: StructValue) -> list[Passage]:
    document = value["document"]
    return [Passage("text", value["title"] or (document.title if document else ""))]


_READERS = {
    "heading": _heading,
    "paragraph": _paragraph,
    "key_points": _key_points,
    "table": _table,
    "document": _document,
}
