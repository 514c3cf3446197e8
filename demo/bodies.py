"""From the blocks of a text file to the raw value of a StreamField."""

from collections.abc import Callable
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from demo.album import Album, Key
from demo.paper import document_pdf
from demo.texts import Text

Raw = dict[str, Any]


class BodyWriter:
    """Writes bodies; knows the pictures and the articles that blocks point to."""

    def __init__(self, album: Album, article_ids: dict[str, int] | None = None) -> None:
        self.album = album
        self.article_ids = article_ids or {}
        self.special: dict[str, Callable[[Text], Any]] = {
            "heading": lambda block: {"text": block["text"], "level": str(block["level"])},
            "paragraph": lambda block: block["html"],
            "image": self._image,
            "table": self._table,
            "document": self._document,
            "related_article": lambda block: {"article": self.article_ids[block["slug"]]},
        }

    def write(self, blocks: list[Text], of: str) -> list[Raw]:
        """The blocks of the text named `of`, each with an id that a second load gives again."""
        return [
            {
                "type": block["type"],
                "value": self._value(block),
                "id": str(uuid5(NAMESPACE_URL, f"{of}/{position}")),
            }
            for position, block in enumerate(blocks)
        ]

    def _value(self, block: Text) -> Any:
        write = self.special.get(block["type"])
        return write(block) if write else {k: v for k, v in block.items() if k != "type"}

    def _image(self, block: Text) -> Raw:
        key = Key(block["scene"], block["seed"])
        image = self.album.describe(
            key, title=block["caption"], alt=block["alt"], credit=block["credit"]
        )
        return {
            "image": image.pk,
            "alt": block["alt"],
            "caption": block["caption"],
            "credit": block["credit"],
        }

    def _table(self, block: Text) -> Raw:
        header, *rows = block["rows"]
        kinds = ["number" if _is_figures(column) else "text" for column in zip(*rows, strict=True)]
        return {
            "columns": [
                {"type": kind, "heading": heading}
                for kind, heading in zip(kinds, header, strict=True)
            ],
            "rows": [{"values": list(row)} for row in rows],
            "caption": block["caption"],
        }

    def _document(self, block: Text) -> Raw:
        document = Document.objects.filter(title=block["title"]).first()
        if document is None:
            pdf = document_pdf(block["title"], block["text"])
            document = Document.objects.create(
                title=block["title"], file=ContentFile(pdf, name=f"{block['file']}.pdf")
            )
        return {"document": document.pk, "title": block["title"]}


def _is_figures(column: tuple[str, ...]) -> bool:
    return all(cell[:1].isdigit() or cell[:1] in "+−-" for cell in column if cell)
