"""The text of an article inside a feed.

The element: https://web.resource.org/rss/1.0/modules/content/
"""

import re
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.template.loader import render_to_string
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.functional import Promise
from django.utils.xmlutils import SimplerXMLGenerator

from delivery.xml_text import xml_text
from news.models import ArticlePage

DUBLIN_CORE = {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}
ROOTED = re.compile(r'(?<= )(href|src)="/(?!/)')


class LegibleFeed(Rss201rev2Feed):
    """RSS whatever characters a title, a name or a text holds, with the paper's icon."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.startElement("image", AttributesImpl({}))
        for name, text in (
            ("url", self.feed["small_icon"]),
            ("title", self.feed["title"]),
            ("link", self.feed["link"]),
        ):
            handler.addQuickElement(name, text)
        handler.endElement("image")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*map(legible, args), **{name: legible(v) for name, v in kwargs.items()})

    def add_item(self, *args: object, **kwargs: object) -> None:
        super().add_item(*map(legible, args), **{name: legible(v) for name, v in kwargs.items()})


class WholeTextFeed(LegibleFeed):
    """RSS with the language of each item that has one of its own, and its `whole_text` if given.

    RSS itself knows the language of a channel only.
    """

    def rss_attributes(self) -> dict[str, str]:
        names: dict[str, str] = super().rss_attributes()
        return names | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["language"]:
            handler.addQuickElement("dc:language", item["language"], DUBLIN_CORE)
        if item["whole_text"]:
            handler.addQuickElement("content:encoded", item["whole_text"])


def whole_text(article: ArticlePage, root_url: str) -> str:
    """The lead image and the body of `article` as HTML whose addresses are whole."""
    html = render_to_string("news/feed_item.html", {"article": article, "page": article})
    return ROOTED.sub(rf'\1="{root_url}/', html)


def legible(value: Any) -> Any:
    """`value` with texts that XML can hold, those of a list as well."""
    if isinstance(value, str | Promise):
        return xml_text(str(value))
    return [legible(each) for each in value] if isinstance(value, list) else value
