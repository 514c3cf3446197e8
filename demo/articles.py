"""The demo articles, and the states of the workflow that some of them are in."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import PageLogEntry

from accounts.models import User
from demo.album import Album, Key
from demo.bodies import BodyWriter
from demo.desk import States
from demo.pages import child
from demo.texts import Text, articles, read
from news.models import ArticleIndexPage, ArticlePage, Author, CorrectionPlace


def picture_keys() -> Iterator[Key]:
    """Every picture that the texts ask for: portraits, lead pictures, pictures in bodies."""
    for author in read("authors")["author"]:
        yield Key(author["sex"], author["seed"])
    for article in articles().values():
        yield Key(article["image"]["scene"], article["image"]["seed"])
        for block in article["body"]:
            if block["type"] == "image":
                yield Key(block["scene"], block["seed"])


@transaction.atomic
def load_authors(album: Album, accounts: dict[str, User]) -> dict[str, Author]:
    """The authors by their slug; who has an account signs new articles by it."""
    made = {}
    for text in read("authors")["author"]:
        portrait = album.describe(
            Key(text["sex"], text["seed"]),
            title=text["name"],
            alt=f"Portrait dessiné de {text['name']}",
            credit="Illustration Le Fleuve",
        )
        made[text["slug"]], _ = Author.objects.get_or_create(
            slug=text["slug"],
            defaults={
                "name": text["name"],
                "role": text["role"],
                "biography": text["biography"],
                "portrait": portrait,
                "user": _free_account(accounts.get(text.get("account", ""))),
            },
        )
    return made


def _free_account(account: User | None) -> User | None:
    """None for an account that signs already, in a demo that somebody has gone on with."""
    return None if Author.objects.filter(user=account).exists() else account


@transaction.atomic
def load_places(sections: dict[str, ArticleIndexPage], writer: User) -> dict[str, ArticlePage]:
    """An empty draft for every article, so that any of them can point to any other."""
    return {
        slug: child(ArticlePage, sections[text["section"]], slug, title=text["title"], owner=writer)
        for slug, text in articles().items()
    }


class ArticleLoader:
    def __init__(self, album: Album, authors: dict[str, Author], accounts: dict[str, User]) -> None:
        self.album = album
        self.authors = authors
        self.states = States(accounts)
        self.now = timezone.now()

    def load(self, pages: dict[str, ArticlePage]) -> Iterator[ArticlePage]:
        """Fill and publish the pages that are still empty, one transaction each."""
        bodies = BodyWriter(self.album, {slug: page.pk for slug, page in pages.items()})
        # The oldest first, so that identifiers and histories run with the calendar.
        for slug, text in sorted(articles().items(), key=lambda item: -item[1]["hours_ago"]):
            if not pages[slug].latest_revision_id:
                with transaction.atomic():
                    self._fill(pages[slug], text, bodies)
            yield pages[slug]

    def _fill(self, article: ArticlePage, text: Text, bodies: BodyWriter) -> None:
        picture = text["image"]
        article.kicker = text["kicker"]
        article.standfirst = text["standfirst"]
        article.kind = text["kind"]
        article.seo_title = text.get("seo_title", "")
        article.search_description = text.get("search_description", "")
        article.lead_image = self.album.describe(
            Key(picture["scene"], picture["seed"]),
            title=picture["caption"],
            alt=picture["alt"],
            credit=picture["credit"],
        )
        article.lead_image_alt = picture["alt"]
        article.lead_image_caption = picture["caption"]
        article.lead_image_credit = picture["credit"]
        article.body = bodies.write(text["body"], article.slug)
        article.tags.set(text["tags"])
        article.bylines.set(
            [
                article.bylines.model(
                    author=self.authors[byline["author"]], role=byline.get("role", "")
                )
                for byline in text["bylines"]
            ]
        )
        article.corrections.set(
            [
                article.corrections.model(
                    kind=correction["kind"],
                    text=correction["text"],
                    place=correction.get("place", CorrectionPlace.FOOT),
                    before=correction.get("before", ""),
                    after=correction.get("after", ""),
                    published_at=self._ago(correction["hours_ago"]),
                )
                for correction in text.get("correction", [])
            ]
        )
        written_at = self._ago(text["hours_ago"])
        state = text.get("state", "published")
        self.states.bring(article, state, written_at, text.get("comments", []))
        _date_back(article, written_at)

    def _ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)


def _date_back(article: ArticlePage, written_at: datetime) -> None:
    """Let the records of `article` say when it would have been written, not when it was loaded."""
    article.revisions.update(created_at=written_at)
    PageLogEntry.objects.filter(page=article.pk).update(timestamp=written_at)
    dates = {"latest_revision_created_at": written_at}
    article.refresh_from_db()
    if article.first_published_at:
        dates |= {"first_published_at": written_at, "last_published_at": written_at}
    ArticlePage.objects.filter(pk=article.pk).update(**dates)
