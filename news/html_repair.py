"""Repair of stored rich text, so that each of its readers can take it.

Wagtail looks for links in it with regular expressions, its editor expects each element closed in
turn, and a page of ours must not end inside a link that was cut short.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag
from wagtail.images.formats import get_image_formats

REMEMBERED_TEXTS = 4096
# What the keys of links are in every database of ours; no page and no document has the key 0.
KEY = re.compile(r"\d{1,18}", re.ASCII)
NO_KEY = "0"
UNPRINTABLE = re.compile("[\0\ud800-\udfff]")
# Comments, and what may stand at the head of a document.
NO_ELEMENT = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*>?", re.DOTALL)
CHOSEN = ("page", "document")

LISTS = frozenset({"ul", "ol"})
BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "div", *LISTS})
VOID = frozenset({"br", "hr", "embed"})
INLINE = frozenset({"a", "b", "strong", "i", "em", "code", "del", "s", "sup", "sub", "mark", "u"})
KNOWN = BLOCKS | VOID | INLINE | {"span"}
UNSAID = ("script", "style", "template", "iframe", "object", "svg", "math", "title", "textarea")
KEPT = {
    "a": ("linktype", "id", "href"),
    "embed": ("embedtype", "id", "format", "alt", "url"),
    "span": ("lang",),
}
BLOCK_KEY = "data-block-key"


class RepairedHtml(str):
    """Rich text of which something could not be read."""


@lru_cache(maxsize=REMEMBERED_TEXTS)
def repair_html(html: str) -> str:
    """`html` itself if nothing is wrong with it, else what can be read of it."""
    checker = _Checker()
    try:
        checker.feed(html)
        checker.close()
    except AssertionError:  # what Python's parser says of some declarations
        checker.is_wrong = True
    return RepairedHtml(_rebuilt(html)) if checker.is_wrong or UNPRINTABLE.search(html) else html


def paragraphs(text: str) -> str:
    """Plain text as rich text, each line a paragraph."""
    lines = UNPRINTABLE.sub("", text).splitlines() or [""]
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)


class _Checker(HTMLParser):
    """Follows the elements as Wagtail's editor does, and notes what would stop it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.is_wrong = False
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._judge(tag, attrs)
        self._open.append(tag)
        self.is_wrong |= tag in VOID

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._judge(tag, attrs)
        self.is_wrong |= tag not in VOID

    def handle_endtag(self, tag: str) -> None:
        self.is_wrong |= not self._open or self._open.pop() != tag

    def handle_data(self, data: str) -> None:
        self.is_wrong |= "<" in data

    def handle_comment(self, data: str) -> None:
        self.is_wrong = True

    def handle_decl(self, decl: str) -> None:
        self.is_wrong = True

    def handle_pi(self, data: str) -> None:
        self.is_wrong = True

    def unknown_decl(self, data: str) -> None:
        self.is_wrong = True

    def close(self) -> None:
        super().close()
        self.is_wrong |= bool(self._open)

    def _judge(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or ""
        names = [name for name, _value in attrs]
        around = set(self._open)
        self.is_wrong |= (
            tag not in KNOWN
            or len(names) != len(set(names))
            or bool(re.search("[<>]", written[1:-1]))
            or (tag in BLOCKS and not around <= BLOCKS)
            or (tag == "li") != (bool(self._open) and self._open[-1] in LISTS)
            or not is_readable(tag, dict(attrs), written)
        )


def is_readable(tag: str, attributes: Mapping[str, str | None], written: str) -> bool:
    """Whether a link or an embed names what Wagtail looks up by it, in the way it is written."""
    if tag == "a" and attributes.get("linktype") in CHOSEN:
        key = attributes.get("id") or ""
        return bool(KEY.fullmatch(key)) and f' id="{key}"' in written
    if tag == "embed":
        return _is_picture(attributes) and f' id="{attributes["id"]}"' in written
    return True


def _is_picture(attributes: Mapping[str, str | None]) -> bool:
    formats = {known.name for known in get_image_formats()}
    is_image = attributes.get("embedtype") == "image" and attributes.get("format") in formats
    return is_image and bool(KEY.fullmatch(attributes.get("id") or ""))


def _rebuilt(html: str) -> str:
    soup = BeautifulSoup(NO_ELEMENT.sub("", UNPRINTABLE.sub("", html)), "html.parser")
    for element in soup.find_all(UNSAID):
        element.decompose()
    return "".join(_written(child, frozenset()) for child in soup.children)


def _written(node: PageElement, around: frozenset[str]) -> str:
    """One node, without what may not be where it is: its words stay."""
    if type(node) is NavigableString:
        return escape(str(node), quote=False)
    if not isinstance(node, Tag):
        return ""
    name = node.name
    if name in VOID:
        readable = name != "embed" or _is_picture(_attributes(node))
        return f"<{name}{_spelled(node)}/>" if readable else ""
    if name == "li" and not around & LISTS:
        name = "p"
    fits = name in KNOWN and (name not in BLOCKS or around <= LISTS | {"li"})
    inner = "".join(_written(c, around | {name} if fits else around) for c in node.children)
    if not fits:
        # Two paragraphs in a link are two lines of it.
        return f"{inner}<br/>" if node.name in BLOCKS - LISTS and node.next_sibling else inner
    return f"<{name}{_spelled(node)}>{inner}</{name}>"


def _attributes(node: Tag) -> dict[str, str]:
    return {name: str(node[name]) for name in KEPT.get(node.name, ()) if node.has_attr(name)}


def _spelled(node: Tag) -> str:
    attributes = _attributes(node)
    if attributes.get("linktype") in CHOSEN and not KEY.fullmatch(attributes.get("id", "")):
        attributes["id"] = NO_KEY
    if node.has_attr(BLOCK_KEY):
        attributes[BLOCK_KEY] = str(node[BLOCK_KEY])
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
