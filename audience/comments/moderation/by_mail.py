"""Links in mails with which a moderator decides on a waiting comment, without signing in.

A link names the moderator, the comment and its version. It is good for seven days, until somebody
decides on the comment or its writer corrects it, and while the moderator may moderate.
"""

from datetime import timedelta
from typing import Self

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.users import User
from audience.comments import deciding
from audience.comments.deciding import AlreadyDecided
from audience.comments.models import Comment, Decision, Status
from audience.comments.moderation.acts import ACTS, MODERATE

SALT, DECIDED = "comment.moderate", "comment.moderated"
GOOD_FOR = timedelta(days=7)
UNDONE_WITHIN = timedelta(minutes=1)
# The acts in addresses, which people may read.
IN_ADDRESS = {"approuver": "approve", "refuser": "reject", "indesirable": "spam"}


class DeadLink(Exception):
    """The link decides nothing; the text says why."""

    @classmethod
    def unknown(cls) -> Self:
        """Nobody was sent that link, or they may not moderate any more."""
        return cls(gettext("This link does not lead anywhere."))

    @classmethod
    def erased(cls) -> Self:
        """The comment is gone."""
        return cls(gettext("This comment was erased."))


def links_of(moderator: int, comment: Comment) -> dict[str, str]:
    """Return the paths of the links of one moderator to one comment, by act."""
    token = signing.dumps([moderator, comment.pk, *_version(comment)], salt=SALT)
    return {act: reverse("comment_by_mail", args=[said, token]) for said, act in IN_ADDRESS.items()}


def read(token: str) -> tuple[User, Comment]:
    """Return the moderator and the comment that a link names.

    Raises DeadLink, and AlreadyDecided if somebody has decided on the comment.
    """
    try:
        moderator_key, key, *version = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired as error:
        raise DeadLink(gettext("This link was good for seven days.")) from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise DeadLink.unknown() from error
    moderator = _moderator(moderator_key)
    comment = Comment.objects.select_related("article", "answers_to").filter(pk=key).first()
    if comment is None or comment.status == Status.ERASED:
        raise DeadLink.erased()
    if comment.status != Status.PENDING:
        raise AlreadyDecided(comment)
    _compare(version, _version(comment))
    return moderator, comment


def decide(token: str, act: str) -> Decision:
    """Decide as the moderator of a link, on the very text that the link was about.

    Raises as `read` does, and KeyError for another act than those of ACTS.
    """
    status = ACTS[act]
    with transaction.atomic():
        moderator, seen = read(token)
        version = _version(seen)
        try:
            decision = deciding.decide(seen.pk, status, moderator, expected=Status.PENDING)
        except Comment.DoesNotExist as error:
            raise DeadLink.erased() from error
        if decision is None:
            raise AlreadyDecided(Comment.objects.get(pk=seen.pk))
        # It is locked since: what came between is undone by raising.
        _compare(version, _version(decision.comment, before=decision.pk))
    return decision


def decided_link(decision: Decision) -> str:
    """Return the path of the page that says what was decided, and offers to take it back."""
    token = signing.dumps([decision.by_id, decision.pk], salt=DECIDED)
    return reverse("comment_decided_by_mail", args=[token])


def read_decided(token: str) -> tuple[User, Decision]:
    """Return the moderator and the decision of such a page; it is good for a day.

    Raises DeadLink.
    """
    try:
        moderator, key = signing.loads(token, salt=DECIDED, max_age=timedelta(days=1))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise DeadLink.unknown() from error
    decisions = Decision.objects.select_related("comment__article")
    decision = decisions.filter(pk=key, by=moderator).first()
    if decision is None:
        raise DeadLink.unknown()
    return _moderator(moderator), decision


def may_undo(decision: Decision) -> bool:
    """Whether it was made within the last minute, and is the last one on its comment."""
    is_last = not decision.comment.decisions.filter(pk__gt=decision.pk).exists()
    return is_last and timezone.now() - decision.at <= UNDONE_WITHIN


def _moderator(key: int) -> User:
    moderator: User | None = User.objects.filter(pk=key, is_active=True).first()
    if moderator is None or not moderator.has_perm(MODERATE):
        raise DeadLink.unknown()
    return moderator


def _version(comment: Comment, before: int | None = None) -> list[int]:
    """Return what changes with each correction and each decision; `before`: up to that one."""
    decisions = comment.decisions.order_by("-pk")
    if before is not None:
        decisions = decisions.filter(pk__lt=before)
    last = decisions.values_list("pk", flat=True).first() or 0
    edited = int(comment.edited_at.timestamp() * 1_000_000) if comment.edited_at else 0
    return [edited, last]


def _compare(linked: list[int], current: list[int]) -> None:
    if linked[:1] != current[:1]:
        raise DeadLink(gettext("The writer has corrected this comment since that mail."))
    if linked != current:
        raise DeadLink(gettext("This link has been used."))
