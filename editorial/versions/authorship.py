"""Finds the author of the current text in the versions of its page."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from wagtail.models import Page, Revision

from accounts.models import User
from editorial.versions.canonical import Content
from editorial.versions.merging import same_text

VERSIONS_AT_ONCE = 20


def changed_last(page: Page, content: Content, typed_by: User | None = None) -> int | None:
    """Return the id of the user who changed the text of `page` to `content`; None for a program.

    That is the author of the oldest version with this text in the current review, without another
    text after it: who saves the same words again, or reverts a change, has changed nothing. For a
    text that no version has yet it is `typed_by`.
    """
    author = typed_by.pk if typed_by else None
    since = _start_of_round(page)
    for version in newest_first(page):
        if same_text(version.content, content):
            author = version.user_id
        elif version.created_at < since:
            break
    return author


def before_change_of(user: User, page: Page) -> Revision | None:
    """Return the newest version by another user with another text than the latest version."""
    latest = page.get_latest_revision()
    for version in newest_first(page):
        if version.user_id != user.pk and not same_text(version.content, latest.content):
            return version
    return None


def as_submitted(page: Page) -> Revision | None:
    """Return the version that was submitted to the current review; None if there is none."""
    since = _start_of_round(page)
    if page.current_workflow_state is None:
        return None
    return page.revisions.filter(created_at__lte=since).order_by("-created_at", "-pk").first()


def newest_first(page: Page) -> Iterator[Revision]:
    versions = page.revisions.order_by("-created_at", "-pk")
    yield from versions.iterator(chunk_size=VERSIONS_AT_ONCE)


def _start_of_round(page: Page) -> datetime:
    """Return when the current review began; now for a page that is not under review."""
    state = page.current_workflow_state
    return state.created_at if state else timezone.now()
