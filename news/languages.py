"""Languages of articles and of passages in them, and the direction in which each runs."""

import re
import unicodedata

from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from news.typed_text import RIGHT_TO_LEFT

# Codes of BCP 47, in the order in which the editor offers them: https://www.rfc-editor.org/info/bcp47
LANGUAGES: dict[str, str | Promise] = {
    "bm": _("Bambara"),
    "nqo": _("N’Ko"),
    "ar": _("Arabic"),
    "en": _("English"),
    "ff": _("Fulfulde"),
    "son": _("Songhay"),
    "snk": _("Soninke"),
    "taq": _("Tamasheq"),
}
# Of an article: French says nothing, as everywhere.
ARTICLE_LANGUAGES = [("", _("French")), *LANGUAGES.items()]
WRITTEN_FROM_THE_RIGHT = frozenset({"nqo", "ar"})
PASSAGES = ("p", "li", "h2", "h3", "h4", "blockquote")
LISTS = ("ul", "ol")
LANGUAGE = re.compile(r"<span\b[^>]* lang=")


def is_right_to_left(text: str) -> bool:
    """Whether the first letter of `text` is one that is written from right to left.

    The rule: https://www.unicode.org/reports/tr9/#P2
    """
    if not RIGHT_TO_LEFT.search(text):
        return False
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def with_languages(html: str) -> str:
    """Rich text with the direction and the language of each passage on the element around it.

    A paragraph or list item that is in one language as a whole has the attribute itself. A text
    that is French alone is returned as it is.
    """
    if not RIGHT_TO_LEFT.search(html) and not LANGUAGE.search(html):
        return html
    soup = BeautifulSoup(html, "html.parser")
    for passage in soup.find_all(PASSAGES):
        _lift_language(passage)
    for element in soup.find_all([*PASSAGES, *LISTS, _names_a_language]):
        if is_right_to_left(element.get_text()):
            element["dir"] = "rtl"
    return str(soup)


def _names_a_language(element: Tag) -> bool:
    return element.name == "span" and element.has_attr("lang")


def _lift_language(passage: Tag) -> None:
    """Take the language of its spans for the passage itself, where all its words have the same."""
    texts = (text for text in passage.descendants if type(text) is NavigableString)
    words = [text for text in texts if text.strip()]
    spans = [text.find_parent(_names_a_language) for text in words]
    languages = {str(span["lang"]) if span else "" for span in spans}
    if len(languages) == 1 and languages != {""}:
        for span in passage.find_all(_names_a_language):
            span.unwrap()
        passage["lang"] = languages.pop()
