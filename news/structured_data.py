"""The structured data of an article's page (https://schema.org/NewsArticle)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from news.models import ArticlePage, Byline

HEADLINE_LIMIT = 110  # https://developers.google.com/search/docs/appearance/structured-data/article


def news_article(
    article: ArticlePage,
    signatures: Sequence[Byline],
    *,
    url: str,
    root_url: str,
    publisher: str,
    image_url: str = "",
) -> dict[str, object]:
    """`article` as a schema.org NewsArticle (or OpinionNewsArticle and the like).

    `url` and `image_url` are whole addresses; `root_url` is the site's, without a final slash.
    What is not known yet, such as the date of a draft, is left out.
    """
    data = {
        "@context": "https://schema.org",
        "@type": TYPES.get(article.kind, "NewsArticle"),
        "headline": article.title[:HEADLINE_LIMIT],
        "description": article.search_description or article.standfirst,
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": "fr",
        "isAccessibleForFree": True,
        "image": [image_url] if image_url else None,
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
        "publisher": {
            "@type": "NewsMediaOrganization",
            "@id": f"{root_url}/#organization",
            "name": publisher,
            "url": f"{root_url}/",
        },
    }
    return {name: value for name, value in data.items() if value}


TYPES = {
    "opinion": "OpinionNewsArticle",
    "analysis": "AnalysisNewsArticle",
    "report": "ReportageNewsArticle",
}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
