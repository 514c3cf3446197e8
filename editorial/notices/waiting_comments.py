"""Tells moderators of comments of readers that wait: a few minutes' worth in one mail."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.mails import absolute
from accounts.users import User
from audience.comments.models import Comment
from audience.comments.moderation import by_mail, queue
from editorial.events.announcing import announce
from editorial.events.kinds import Event
from editorial.events.models import Announcement

MOST = 20  # in one mail; the others are in the queue


def announce_new(now: datetime) -> int:
    """Announce the comments that wait and were not announced yet; return how many there are."""
    with transaction.atomic():
        new = Comment.objects.waiting().filter(announced_at=None)
        # Locked, so that another clock does not announce the same ones.
        keys = list(new.select_for_update().values_list("pk", flat=True)[:MOST])
        if not keys:
            return 0
        number = new.order_by().update(announced_at=now)
        announce(Event.COMMENTS_WAIT, comments=keys, others=max(0, number - len(keys)))
    return number


def waiting_of(announcement: Announcement) -> list[Comment]:
    """Return those that an announcement lists and that wait still."""
    keys = announcement.details.get("comments", [])
    return list(Comment.objects.waiting().filter(pk__in=keys).select_related("article"))


def are_decided(announcement: Announcement) -> bool:
    """Whether an announcement was of comments, and none of them waits any more."""
    if announcement.event != Event.COMMENTS_WAIT or waiting_of(announcement):
        return False
    return not (announcement.details.get("others") and queue.waiting().exists())


def details_of(announcement: Announcement, person: User) -> dict[str, Any]:
    """Return what the mail shows: each comment with the person's own links, and how many wait."""
    waiting = waiting_of(announcement)
    number = queue.number(queue.waiting())
    return {
        "waiting": [
            {
                "comment": comment,
                "links": {
                    act: absolute(path)
                    for act, path in by_mail.links_of(person.pk, comment).items()
                },
            }
            for comment in waiting
        ],
        "number": number,
        "is_more": number >= queue.COUNTED,
        "others": number - len(waiting),
    }
