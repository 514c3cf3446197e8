"""The same feeds as JSON.

The format: https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import IO, Any

from django.utils.feedgenerator import SyndicationFeed

from delivery.xml_text import legible

VERSION = "https://jsonfeed.org/version/1.1"


class JsonFeed(SyndicationFeed):
    """JSON Feed 1.1, from what the RSS of the same channel is made of."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: IO[str], encoding: str) -> None:
        feed = self.feed
        described = {
            "version": VERSION,
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "description": feed["description"],
            "icon": feed.get("icon"),
            "favicon": feed.get("small_icon"),
            "language": feed["language"],
        }
        items = [_item(item) for item in self.items]
        document = legible(_known(described) | {"items": items})
        json.dump(document, outfile, ensure_ascii=False)


def _item(item: dict[str, Any]) -> dict[str, Any]:
    summary, whole = str(item["description"] or ""), item.get("whole_text")
    text = {"content_html": whole} if whole else {"content_text": summary or str(item["title"])}
    described = {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        "summary": summary if whole else "",
        "image": item["enclosures"][0].url if item["enclosures"] else "",
        "date_published": _iso(item["pubdate"]),
        "date_modified": _iso(item["updateddate"]),
        "authors": item.get("authors"),
        "tags": list(item["categories"]),
        "language": item.get("language"),
    }
    return _known(described) | text


def _iso(moment: datetime | None) -> str | None:
    """RFC 3339, to the second."""
    return moment.isoformat(timespec="seconds") if moment else None


def _known(described: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in described.items() if value}
