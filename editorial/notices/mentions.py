"""Reads the users that an `@name` in a margin comment mentions.

A name is a user name, a person's full name, or a group, a step or a workflow of the newsroom, all
without spaces; capitals, accents and punctuation inside do not matter. A name that nobody has is
text.
"""

import re

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import translation
from wagtail.models import Comment, CommentReply, Workflow

from accounts.accents import without_accents
from accounts.groups import label
from accounts.models import User
from editorial.events.models import Announcement
from editorial.workflow.models import ReviewTask

# Not within a word, so that an e-mail address mentions nobody.
NAME = re.compile(r"(?<![\w.+\-@])@(\w[\w.@+\-’']*)")
# In characters; no user name is longer.
MAX_LENGTH = 150


def names_in(text: str) -> list[str]:
    """Return the names after an @ in `text`, each once, in their order."""
    found = [match.rstrip(".@+-’'") for match in NAME.findall(text)]
    return list(dict.fromkeys(name for name in found if len(name) <= MAX_LENGTH))


def fold(name: str) -> str:
    """Return `name` without spaces, accents, capitals and punctuation."""
    bare = without_accents(name.replace("œ", "oe").replace("Œ", "oe"))
    return "".join(character for character in bare if character.isalnum()).casefold()


def users_named(name: str) -> set[User]:
    """Return the users whose name is `name`, or the members of the group of that name."""
    active = User.objects.filter(is_active=True)
    exactly = set(active.filter(username__iexact=name))
    if exactly:
        return exactly
    key = fold(name)
    if not key:
        return set()
    found = {user for user in active if key in (fold(user.username), fold(user.get_full_name()))}
    return found or set(active.filter(groups__in=_groups(key)).distinct())


def _groups(key: str) -> list[Group]:
    with translation.override(settings.LANGUAGE_CODE):
        groups = [g for g in Group.objects.all() if key in (fold(g.name), fold(label(g)))]
    if groups:
        return groups
    steps = [task for task in ReviewTask.objects.filter(active=True) if fold(task.name) == key]
    if not steps:
        # The name of a workflow mentions the reviewers of its first step.
        workflows = [w for w in Workflow.objects.filter(active=True) if fold(w.name) == key]
        firsts = [workflow.tasks.first() for workflow in workflows]
        steps = [task.specific for task in firsts if task]
    return [
        group for step in steps for group in getattr(step, "groups", Group.objects.none()).all()
    ]


def comment_or_reply_of(announcement: Announcement) -> Comment | CommentReply | None:
    """Return the comment or reply that an announcement is about; None once it is deleted."""
    details = announcement.details
    if details.get("reply"):
        return CommentReply.objects.filter(pk=details["reply"]).first()
    return Comment.objects.filter(pk=details.get("comment")).first()


def comment_of(announcement: Announcement) -> Comment | None:
    """Return the first comment of the thread."""
    found = comment_or_reply_of(announcement)
    return found.comment if isinstance(found, CommentReply) else found


def mentioned_users(announcement: Announcement) -> set[User]:
    """Return the users that a mention names, without those notified of it by another name."""
    if comment_or_reply_of(announcement) is None:
        return set()
    notified = User.objects.filter(
        notices__announcement__event=announcement.event,
        notices__announcement__page=announcement.page_id,
        notices__announcement__details__comment=announcement.details["comment"],
        notices__announcement__details__reply=announcement.details["reply"],
    )
    return users_named(announcement.details["name"]) - set(notified)
