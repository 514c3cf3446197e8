"""The text of an article inside a feed.

The element: https://web.resource.org/rss/1.0/modules/content/
"""

import re
import unicodedata
from typing import Any

from django.template.loader import render_to_string
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from news.models import ArticlePage

ROOTED = re.compile(r'(?<= )(href|src)="/(?!/)')


class WholeTextFeed(Rss201rev2Feed):
    """RSS with `content:encoded` for items that come with their `whole_text`."""

    def rss_attributes(self) -> dict[str, str]:
        names: dict[str, str] = super().rss_attributes()
        return names | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["whole_text"]:
            handler.addQuickElement("content:encoded", item["whole_text"])


def whole_text(article: ArticlePage, root_url: str) -> str:
    """The lead image and the body of `article` as HTML whose addresses are whole."""
    html = render_to_string("news/feed_item.html", {"article": article})
    return legible(ROOTED.sub(rf'\1="{root_url}/', html))


def legible(text: str) -> str:
    """`text` without the control characters that no XML document may hold."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
