"""The text of an article inside a feed.

The element: https://web.resource.org/rss/1.0/modules/content/
"""

import re
from datetime import UTC, datetime
from io import StringIO
from typing import IO, Any
from xml.sax.xmlreader import AttributesImpl

from django.template.loader import render_to_string
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from delivery.xml_text import legible
from news.models import ArticlePage

DUBLIN_CORE = {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ROOTED = re.compile(r'(?<= )(href|src)="/(?!/)')
SRCSET = re.compile(r'(?<= )srcset="[^"]*"')
IN_SRCSET = re.compile(r'(^srcset="|, )/(?!/)')


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

    def latest_post_date(self) -> datetime:
        """Of a feed without items always the same: Django's own would be another each second."""
        latest: datetime = super().latest_post_date() if self.items else EPOCH
        return latest

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*map(legible, args), **{name: legible(v) for name, v in kwargs.items()})

    def add_item(self, *args: object, **kwargs: object) -> None:
        """Programmes read a description as HTML: « < 5 000 F » would open an element."""
        super().add_item(*map(legible, args), **{name: legible(v) for name, v in kwargs.items()})
        item = self.items[-1]
        item["description"] = escape(item["description"])

    def write(self, outfile: IO[str], encoding: str) -> None:
        """Write « & » and « < » in numbers, which no programme takes for an element of HTML.

        https://www.rssboard.org/rss-profile#data-types-characterdata
        """
        document = StringIO()
        super().write(document, encoding)
        text = document.getvalue()
        outfile.write(text.replace("&amp;", "&#x26;").replace("&lt;", "&#x3C;"))


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
    return rooted(render_to_string("news/feed_item.html", _context(article)), root_url)


def body_html(article: ArticlePage, root_url: str) -> str:
    """The same without the lead image."""
    return rooted(render_to_string("news/feed_body.html", _context(article)), root_url).strip()


def _context(article: ArticlePage) -> dict[str, object]:
    """For the templates of a text; a kind of article is loaded with its own fields."""
    kind = article.specific_class
    page = article.specific if kind is not None and kind is not type(article) else article
    return {"article": page, "page": page}


def rooted(html: str, root_url: str) -> str:
    """`html` with whole addresses in the place of those that begin at the root of the site."""
    html = ROOTED.sub(rf'\1="{root_url}/', html)
    return SRCSET.sub(lambda found: IN_SRCSET.sub(rf"\1{root_url}/", found[0]), html)
