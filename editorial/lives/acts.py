"""What is done with the entries of a live page, each under the lock of its state.

Entries have no versions and no steps: the page itself went through the workflow once, a chief
editor has named who puts entries online, and somebody else reads each of them afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from editorial import rules
from news.images import NewsImage
from news.models import (
    ArticlePage,
    Author,
    Byline,
    LiveBlogPage,
    LiveCorrection,
    LiveEntry,
    LivePicture,
    LiveState,
    LiveWriter,
)
from news.models.lives import EntryKind, EntryState
from news.signals import page_saved

PUT_ONLINE = "editorial.live_entry_published"
CORRECTED = "editorial.live_entry_corrected"
WITHDRAWN = "editorial.live_entry_withdrawn"
ENDED, REOPENED = "editorial.live_ended", "editorial.live_reopened"
NAMED = "editorial.live_writers_named"


class Conflict(Exception):
    """Somebody else has changed the entry meanwhile."""


@dataclass(frozen=True)
class Written:
    """What was typed of an entry. version: of the entry that was shown; 0 for a new one."""

    kind: str
    title: str
    text: str
    source: str
    picture: NewsImage | None
    version: int = 0


def may_write(user: User, live: LiveBlogPage) -> bool:
    return rules.may_edit(user, live) or may_put_online(user, live)


def may_name(user: User, live: LiveBlogPage) -> bool:
    """Chief editors: those who may publish in an emergency."""
    return rules.may_publish_in_emergency(user, live)


def may_put_online(user: User, live: LiveBlogPage) -> bool:
    return may_name(user, live) or LiveWriter.objects.filter(page=live.pk, user=user.pk).exists()


def may_read_afterwards(user: User, entry: LiveEntry) -> bool:
    """Who changes articles by profession, and has neither written nor published the entry."""
    if user.pk in (entry.written_by_id, entry.published_by_id):
        return False
    return rules.may_change_articles(user)


@transaction.atomic
def write(live: LiveBlogPage, key: UUID, written: Written, user: User, publish: bool) -> LiveEntry:
    """Store an entry, and put it online if `publish`; one that was sent before is that one.

    Raises PermissionDenied, Conflict.
    """
    state = _locked(live)
    entry = LiveEntry.objects.select_for_update().filter(page=live.pk, key=key).first()
    if entry is not None and written.version == 0:
        # Sent once more by a browser that never saw the answer: as it was, or changed since.
        if _says(entry, written):
            if publish and entry.state == EntryState.DRAFT:
                _require(user, live)
                _put_online(entry, state, user)
            return entry
        if entry.written_by_id != user.pk:
            raise Conflict
        written = replace(written, version=1)
    if entry is None:
        entry = LiveEntry(page=live, key=key, written_by=user, author=_author_of(user))
    elif entry.version != written.version:
        raise Conflict
    elif entry.state != EntryState.DRAFT:
        _require(user, live)
        return _correct(entry, state, written, user)
    _take(entry, written)
    entry.version += bool(written.version)
    entry.save()
    if publish:
        _require(user, live)
        _put_online(entry, state, user)
    return entry


@transaction.atomic
def withdraw(entry: LiveEntry, user: User, reason: str) -> None:
    """Readers find in its place that it was withdrawn, and why."""
    _require(user, entry.page)
    state = _locked(entry.page)
    entry.refresh_from_db()
    if entry.state == EntryState.DRAFT:
        entry.delete()
        return
    entry.state, entry.reason = EntryState.WITHDRAWN, reason[:255]
    _change(entry, state)
    LivePicture.objects.filter(entry=entry).delete()
    log(entry.page, WITHDRAWN, user=user, data={"entry": entry.headline, "reason": entry.reason})


@transaction.atomic
def bring_back(entry: LiveEntry, user: User) -> None:
    _require(user, entry.page)
    state = _locked(entry.page)
    entry.refresh_from_db()
    if entry.state == EntryState.WITHDRAWN:
        entry.reason = ""
        _put_online(entry, state, user)


@transaction.atomic
def sum_up(live: LiveBlogPage, summary: str, user: User) -> None:
    _require(user, live)
    state = _locked(live)
    state.summary = summary
    _raise(state, live)


@transaction.atomic
def end(live: LiveBlogPage, user: User, is_over: bool) -> None:
    """End the coverage, or open it again."""
    _require(user, live)
    state = _locked(live)
    state.ended_at = timezone.now() if is_over else None
    _raise(state, live)
    log(live, ENDED if is_over else REOPENED, user=user)


@transaction.atomic
def name_writers(live: LiveBlogPage, users: list[User], user: User) -> None:
    if not may_name(user, live):
        raise PermissionDenied
    LiveWriter.objects.filter(page=live).exclude(user__in=users).delete()
    known = set(LiveWriter.objects.filter(page=live).values_list("user_id", flat=True))
    LiveWriter.objects.bulk_create(
        LiveWriter(page=live, user=one) for one in users if one.pk not in known
    )
    names = ", ".join(one.get_full_name() or one.username for one in users)
    log(live, NAMED, user=user, data={"names": names or _("nobody")})


@transaction.atomic
def mark_read(entry: LiveEntry, user: User, note: str = "") -> bool:
    """Whether it was this user who has read the entry afterwards."""
    held = LiveEntry.objects.select_for_update().get(pk=entry.pk)
    if held.reviewed_at is not None:
        return False
    if not may_read_afterwards(user, held):
        raise PermissionDenied
    held.reviewed_by, held.reviewed_at, held.note = user, timezone.now(), note
    held.save(update_fields=["reviewed_by", "reviewed_at", "note"])
    return True


@transaction.atomic
def make_article(entry: LiveEntry, user: User) -> ArticlePage:
    """A draft in the same section with what the entry says; raises PermissionDenied."""
    section = entry.page.get_parent().specific
    if not rules.may_create(user, ArticlePage, section):
        raise PermissionDenied
    paragraphs = [part.strip() for part in entry.text.split("\n") if part.strip()]
    article = ArticlePage(
        title=entry.headline,
        lead_image=entry.picture,
        owner=user,
        live=False,
        body=[("paragraph", _as_html(part)) for part in paragraphs],
    )
    author = entry.author or _author_of(user)
    if author is not None:
        article.bylines.add(Byline(author=author))
    article.slug = article.free_slug(article.title, section)
    section.add_child(instance=article)
    article.save_revision(user=user, clean=False)
    return article


def to_read(user: User) -> list[LiveEntry]:
    """The entries online that nobody else has read yet; none for writers."""
    if not rules.may_change_articles(user):
        return []
    entries = LiveEntry.objects.filter(state=EntryState.PUBLISHED, reviewed_at=None)
    return list(
        entries.select_related("page", "published_by", "written_by").order_by("published_at")[:200]
    )


def _require(user: User, live: LiveBlogPage) -> None:
    if not may_put_online(user, live):
        raise PermissionDenied


def _locked(live: LiveBlogPage) -> LiveState:
    LiveState.objects.get_or_create(page=live)
    return LiveState.objects.select_for_update().get(page=live)


def _says(entry: LiveEntry, written: Written) -> bool:
    return (entry.title, entry.text, entry.source) == (
        written.title,
        written.text,
        written.source,
    )


def _take(entry: LiveEntry, written: Written) -> None:
    entry.kind = written.kind if written.kind in EntryKind.values else EntryKind.TEXT
    entry.title, entry.text, entry.source = written.title, written.text, written.source
    entry.picture = written.picture


def _put_online(entry: LiveEntry, state: LiveState, user: User) -> None:
    entry.state, entry.published_by = EntryState.PUBLISHED, user
    entry.published_at = entry.published_at or timezone.now()
    entry.reviewed_by, entry.reviewed_at = None, None
    _change(entry, state)
    _show_picture(entry)
    log(entry.page, PUT_ONLINE, user=user, data={"entry": entry.headline})


def _correct(entry: LiveEntry, state: LiveState, written: Written, user: User) -> LiveEntry:
    before = f"{entry.title}\n{entry.text}".strip()
    _take(entry, written)
    after = f"{entry.title}\n{entry.text}".strip()
    entry.version += 1
    entry.reviewed_by, entry.reviewed_at, entry.published_by = None, None, user
    if before.split() != after.split():
        LiveCorrection.objects.create(entry=entry, by=user, before=before, after=after)
        log(entry.page, CORRECTED, user=user, data={"entry": entry.headline})
    _change(entry, state)
    if entry.state == EntryState.PUBLISHED:
        _show_picture(entry)
    return entry


def _show_picture(entry: LiveEntry) -> None:
    LivePicture.objects.filter(entry=entry).exclude(image=entry.picture_id).delete()
    if entry.picture is not None:
        LivePicture.objects.get_or_create(entry=entry, defaults={"image": entry.picture})


def _change(entry: LiveEntry, state: LiveState) -> None:
    """Save what readers see of an entry, with the number of the change."""
    state.number += 1
    entry.change = state.number
    entry.save()
    _raise(state, entry.page, by=0)


def _raise(state: LiveState, live: LiveBlogPage, by: int = 1) -> None:
    state.number += by
    state.changed_at = timezone.now()
    state.save()
    # What the search finds of the page has changed.
    page_saved.send(LiveBlogPage, instance=live, update_fields=None)


def _author_of(user: User) -> Author | None:
    return Author.objects.filter(user=user).first()


def _as_html(text: str) -> str:
    return f"<p>{escape(text)}</p>"
