"""Decides on comments: one act for the pipeline, for moderators and for links in mails.

How many comments of an article readers see is kept exactly: each decision adds its difference under
the lock of the discussion, in its own transaction.
"""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from audience.comments.models import Comment, Commenter, Decision, Discussion, Status
from audience.signals import comment_decided

REFUSED = (Status.REJECTED, Status.SPAM)


class AlreadyDecided(Exception):
    """Somebody else was quicker; `comment` is as they have left it."""

    def __init__(self, comment: Comment) -> None:
        self.comment = comment
        state = comment.get_status_display().lower()
        super().__init__(
            gettext("Somebody has decided on this comment meanwhile: %(state)s.") % {"state": state}
        )


def decide(
    key: int,
    status: Status,
    by: User | None = None,
    reason: str = "",
    expected: str | None = None,
) -> Decision | None:
    """Give a comment a state; return the decision, or None if it is in that state already.

    reason: what its writer is told. expected: the state that it was in as `by` has seen it.
    Raises Comment.DoesNotExist, and AlreadyDecided if it is erased or in a state that is neither.
    """
    with transaction.atomic():
        comment = locked(key)
        before = comment.status
        if before == status:
            return None
        # What was erased comes back by no decision.
        if before == Status.ERASED or (expected is not None and before != expected):
            raise AlreadyDecided(comment)
        decision = Decision.objects.create(
            comment=comment, before=before, after=status, by=by, reason=reason
        )
        comment.status = status
        if status == Status.APPROVED and comment.approved_at is None:
            comment.approved_at = decision.at
        comment.save(update_fields=["status", "approved_at"])
        _count(comment, before)
        comment.reports.filter(seen_at=None).update(seen_at=timezone.now())
        told = {"comment": comment.pk, "before": before, "after": status}
        transaction.on_commit(partial(comment_decided.send_robust, Comment, **told))
    return decision


def decide_all(
    keys: Iterable[int], status: Status, by: User | None = None, reason: str = ""
) -> list[Decision]:
    """Give waiting comments a state, one after the other; those decided meanwhile stay."""
    made = []
    for key in sorted(set(keys)):
        try:
            decision = decide(key, status, by, reason, expected=Status.PENDING)
        except (AlreadyDecided, Comment.DoesNotExist):
            continue
        if decision is not None:
            made.append(decision)
    return made


def undo(decision: Decision, by: User) -> Decision | None:
    """Take a decision back, unless another one came after it.

    Raises AlreadyDecided if one did, and Comment.DoesNotExist.
    """
    newest = decision.comment.decisions.order_by("-pk").first()
    if newest is None or newest.pk != decision.pk:
        raise AlreadyDecided(Comment.objects.get(pk=decision.comment_id))
    return decide(decision.comment_id, Status(decision.before), by, expected=decision.after)


def locked(key: int) -> Comment:
    """The comment and its discussion, in a transaction: decisions on an article follow each other.

    Raises Comment.DoesNotExist.
    """
    lock_discussion(Comment.objects.values_list("article_id", flat=True).get(pk=key))
    return Comment.objects.select_for_update().get(pk=key)


def lock_discussion(article: int) -> None:
    """Have what is written and decided on an article wait for the end of this transaction."""
    Discussion.objects.get_or_create(article_id=article)
    Discussion.objects.select_for_update().get(article_id=article)


def _count(comment: Comment, before: str) -> None:
    """Take the change of state into the numbers of the discussion, the thread and the writer."""
    approved = (comment.status == Status.APPROVED) - (before == Status.APPROVED)
    refused = (comment.status in REFUSED) - (before in REFUSED)
    if approved:
        discussion = Discussion.objects.get(article_id=comment.article_id)
        discussion.approved = max(0, discussion.approved + approved)
        discussion.save(update_fields=["approved"])
    show_thread(comment.thread or comment)
    if comment.email and (approved or refused):
        writer = Commenter.objects.select_for_update().get_or_create(email=comment.email.lower())[0]
        writer.approved = max(0, writer.approved + approved)
        writer.refused = max(0, writer.refused + refused)
        writer.save(update_fields=["approved", "refused"])


def show_thread(head: Comment) -> None:
    """Show a thread to readers while its first comment or an answer is approved."""
    answers = head.members.approved().count()
    is_shown = head.status == Status.APPROVED or answers > 0
    if (head.approved_answers, head.is_shown) != (answers, is_shown):
        head.approved_answers, head.is_shown = answers, is_shown
        head.save(update_fields=["approved_answers", "is_shown"])
