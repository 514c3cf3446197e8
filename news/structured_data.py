"""The structured data of an article's page (https://schema.org/NewsArticle)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from news.models import ArticlePage, Byline, LiveBlogPage, RaceMeetingPage

Data = dict[str, object]
CONTEXT = "https://schema.org"
HEADLINE_LIMIT = 110  # https://developers.google.com/search/docs/appearance/structured-data/article


def news_article(
    article: ArticlePage,
    signatures: Sequence[Byline],
    *,
    url: str,
    root_url: str,
    publisher: Data,
    images: Sequence[str] = (),
) -> Data:
    """`article` as a schema.org NewsArticle, and as what it is among these.

    `url` and `images` are whole addresses; `root_url` is the site's, without a final slash.
    `publisher` is the paper. What is not known yet, such as the date of a draft, is left out.
    """
    data = {
        "@context": CONTEXT,
        # A list: most programmes know NewsArticle and none of the types below it.
        "@type": ["NewsArticle", *TYPES.get(article.kind, ())],
        "headline": article.title[:HEADLINE_LIMIT],
        "description": article.search_description or article.standfirst,
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": article.language or "fr",
        "isAccessibleForFree": True,
        "image": list(images),
        "datePublished": _iso(article.first_published_at),
        "dateModified": _iso(article.updated_at or article.first_published_at),
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": note.text,
                "datePublished": _iso(note.published_at),
            }
            for note in article.correction_notes
        ],
        "articleSection": article.section.title if article.section else None,
        "wordCount": article.word_count,
        "author": [
            {
                "@type": "Person",
                "name": line.author.name,
                "url": root_url + line.author.get_absolute_url(),
            }
            for line in signatures
        ],
        "publisher": publisher,
    }
    return {name: value for name, value in data.items() if value}


TYPES = {
    "opinion": ["OpinionNewsArticle"],
    "analysis": ["AnalysisNewsArticle"],
    "report": ["ReportageNewsArticle"],
}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def races_of(meeting: RaceMeetingPage, url: str) -> list[Data]:
    """The races of a meeting, each as a schema.org SportsEvent; `url`: the page's whole address."""
    place = {"@type": "Place", "name": meeting.course}
    events: list[Data] = []
    for race in meeting.race_list:
        status = "EventCancelled" if race.is_cancelled else "EventScheduled"
        event: Data = {
            "@type": "SportsEvent",
            "name": race.short_name,
            "sport": "Horse racing",
            "startDate": _iso(race.starts(meeting.day)) or (meeting.day and str(meeting.day)),
            "eventStatus": f"{CONTEXT}/{status}",
            "location": place,
            "url": f"{url}#{race.anchor}",
        }
        events.append({name: value for name, value in event.items() if value})
    return events


def live_blog(live: LiveBlogPage, *, url: str, **where: Any) -> Data:
    """A live page as a schema.org LiveBlogPosting, with its newest entries as updates."""
    data = news_article(live, url=url, **where)
    state = live.state
    entries = [entry for entry in live.newest_entries if not entry.is_withdrawn]
    updates = [
        {
            "@type": "BlogPosting",
            "headline": entry.headline[:HEADLINE_LIMIT],
            "datePublished": _iso(entry.published_at),
            "articleBody": entry.text,
            "url": f"{url}?m={entry.pk}#{entry.anchor}",
            **({"author": {"@type": "Person", "name": entry.author.name}} if entry.author else {}),
        }
        for entry in entries
    ]
    more = {
        "@type": ["NewsArticle", "LiveBlogPosting"],
        "coverageStartTime": _iso(live.first_published_at),
        "coverageEndTime": _iso(state.ended_at),
        "liveBlogUpdate": updates,
    }
    return data | {name: value for name, value in more.items() if value}
