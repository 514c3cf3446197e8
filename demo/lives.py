"""One live coverage that runs and one that is over, with their messages."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from demo.desk import CHIEF, COPY_EDITOR, WRITER
from demo.pages import child
from demo.texts import Text, read
from news.models import (
    ArticleIndexPage,
    ArticlePage,
    Author,
    LiveBlogPage,
    LiveCorrection,
    LiveEntry,
    LiveState,
    LiveWriter,
)
from news.models.lives import EntryState


def load(
    sections: dict[str, ArticleIndexPage], authors: dict[str, Author], accounts: dict[str, User]
) -> None:
    for text in read("lives")["live"]:
        with transaction.atomic():
            _live(text, sections[text["section"]], authors[text["author"]], accounts)


def _live(text: Text, section: ArticleIndexPage, author: Author, accounts: dict[str, User]) -> None:
    picture = ArticlePage.objects.get(slug=text["picture_of"]).lead_image
    live = child(
        LiveBlogPage,
        section,
        text["slug"],
        title=text["title"],
        standfirst=text["standfirst"],
        lead_image=picture,
        lead_image_alt=picture.default_alt_text if picture else "",
        owner=accounts[WRITER],
    )
    if live.latest_revision_id:
        return
    ends_at = timezone.now() - timedelta(hours=text.get("hours_ago", 0), minutes=6)
    entries = text["entry"]
    began = ends_at - timedelta(minutes=text["minutes"] * len(entries))
    live.bylines.add(live.bylines.model(author=author))
    live.tags.set(text["tags"])
    live.save_revision(user=accounts[WRITER], clean=False).publish()
    for number, entry in enumerate(entries, start=1):
        at = began + timedelta(minutes=text["minutes"] * number)
        _entry(live, number, entry, author, at, accounts)
    LiveState.objects.create(
        page=live,
        summary=text["summary"],
        ended_at=None if text["running"] else ends_at,
        number=len(entries),
        changed_at=ends_at,
    )
    LiveWriter.objects.create(page=live, user=accounts[WRITER])
    LiveBlogPage.objects.filter(pk=live.pk).update(
        first_published_at=began, last_published_at=began, latest_revision_created_at=began
    )
    live.refresh_from_db()
    live.save()


def _entry(
    live: LiveBlogPage,
    number: int,
    text: Text,
    author: Author,
    at: datetime,
    accounts: dict[str, User],
) -> None:
    # The newest of what runs wait for somebody else to read them.
    is_read = at < timezone.now() - timedelta(minutes=40)
    entry = LiveEntry.objects.create(
        page=live,
        key=uuid5(NAMESPACE_URL, f"{live.slug}-{number}"),
        kind=text["kind"],
        title=text.get("title", ""),
        text=text["text"],
        source=text.get("source", ""),
        author=author,
        state=EntryState.PUBLISHED,
        written_by=accounts[WRITER],
        written_at=at,
        published_by=accounts[CHIEF],
        published_at=at,
        change=number,
        reviewed_by=accounts[COPY_EDITOR] if is_read else None,
        reviewed_at=at if is_read else None,
    )
    if "before" in text:
        later = at + timedelta(minutes=4)
        LiveCorrection.objects.create(
            entry=entry,
            by=accounts[CHIEF],
            at=later,
            before=text["before"],
            after=text["text"],
        )
