"""Bundles (`STATIC_BUNDLES`): lists of `@import url("x.css");` or `import "./x.js";`, one a line.

In development the browser follows the list. For a public server the parts are in one file, so
that a page costs one request for its styles and one for its scripts.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage

IMPORTS = {
    ".css": re.compile(r'^@import url\("([\w.-]+)"\);\n', re.MULTILINE),
    ".js": re.compile(r'^import "\./([\w./-]+)";\n', re.MULTILINE),
}
COMMENT = re.compile(r"^[ \t]*(?:/\*.*?\*/|//[^\n]*)\n?", re.MULTILINE | re.DOTALL)
INDENTATION = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


class Bundled(Storage):
    """Opens a file of `storage` with the parts that it lists in the place of the list."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def _open(self, name: str, mode: str = "rb") -> File:
        with self.storage.open(name) as source:
            text = source.read().decode()
        whole = together(text, name, dict(self._parts(text, name)))
        return ContentFile(whole.encode(), name)

    def _parts(self, text: str, name: str) -> Iterator[tuple[str, str]]:
        for part in parts_of(text, name):
            with self.storage.open(str(PurePosixPath(name).with_name(part))) as source:
                yield part, source.read().decode()


def parts_of(text: str, name: str) -> list[str]:
    """The files that `text`, the content of file `name`, lists; none if it is not a list."""
    pattern = IMPORTS.get(PurePosixPath(name).suffix)
    return pattern.findall(text) if pattern else []


def together(text: str, name: str, parts: dict[str, str]) -> str:
    """`text` with each of `parts` where it is listed, without comments and indentation.

    A script keeps its names to itself: it is in a block of its own.
    """
    suffix = PurePosixPath(name).suffix
    block = "{{\n{}\n}}\n" if suffix == ".js" else "{}\n"
    whole = IMPORTS[suffix].sub(lambda found: block.format(parts[found[1]].strip()), text)
    return INDENTATION.sub("", COMMENT.sub("", whole))
