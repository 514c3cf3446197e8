"""Takes comments of readers in: judged, stored and counted in one transaction."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from audience.comments.deciding import AlreadyDecided, decide, lock_discussion, locked
from audience.comments.facts import gather
from audience.comments.models import Comment, Commenter, Status
from audience.comments.pipeline import judge, state_after
from audience.comments.rules import ArticleRules, rules_of
from audience.signals import comment_decided


class Closed(Exception):
    """Comments were closed while one was written."""


def post(
    comment: Comment, rules: ArticleRules, seconds: float, trap: str = "", suspicion: str = ""
) -> Comment:
    """Store a new comment, and show it to readers if nothing speaks against it.

    seconds: since its form was shown. trap: what was typed where nobody sees a field. suspicion:
    why its network should have brought a proof of work and did not. Raises Closed.
    """
    findings = judge(gather(comment, rules, seconds, trap, suspicion))
    comment.findings = [finding.as_row() for finding in findings]
    with transaction.atomic():
        lock_discussion(comment.article_id)
        if not rules_of(comment.article).is_open:
            raise Closed
        _leave_what_is_gone(comment)
        comment.status = Status.PENDING
        comment.save()
        if comment.email:
            Commenter.objects.get_or_create(email=comment.email.lower())
        _take(comment, state_after(findings))
    comment.refresh_from_db()
    return comment


def post_as_newsroom(comment: Comment) -> Comment:
    """Store an answer of a member of the newsroom, which readers see at once."""
    with transaction.atomic():
        lock_discussion(comment.article_id)
        _leave_what_is_gone(comment)
        comment.save()
        decide(comment.pk, Status.APPROVED, by=comment.member)
    comment.refresh_from_db()
    return comment


def edit(comment: Comment, text: str, rules: ArticleRules) -> Comment:
    """Give a comment another text, which is judged as a new one is.

    Raises AlreadyDecided if it was refused or erased meanwhile, and Comment.DoesNotExist.
    """
    comment.text = text
    findings = judge(gather(comment, rules, seconds=60, trap=""))
    with transaction.atomic():
        # As it is now: a moderator may have decided on it since it was read.
        comment = locked(comment.pk)
        if comment.status not in (Status.PENDING, Status.APPROVED):
            raise AlreadyDecided(comment)
        comment.text = text
        comment.edited_at = timezone.now()
        comment.findings = [finding.as_row() for finding in findings]
        # Links in mails of moderators were about the other text: those who wait are mailed again.
        comment.announced_at = None
        comment.save(update_fields=["text", "findings", "edited_at", "announced_at"])
        state = state_after(findings)
        # What was refused or waits is not approved by being edited.
        if comment.status == Status.APPROVED and state != Status.APPROVED:
            decide(comment.pk, state)
    comment.refresh_from_db()
    return comment


def _leave_what_is_gone(comment: Comment) -> None:
    """An answer whose comment was erased while it was written stands for itself."""
    around = [key for key in (comment.thread_id, comment.answers_to_id) if key is not None]
    there = set(Comment.objects.filter(pk__in=around).values_list("pk", flat=True))
    if comment.answers_to_id not in there:
        comment.answers_to = None
    if comment.thread_id not in there:
        comment.thread = None


def _take(comment: Comment, state: Status) -> None:
    if state != Status.PENDING:
        decide(comment.pk, state)
        return
    told = {"comment": comment.pk, "before": "", "after": Status.PENDING}
    transaction.on_commit(partial(comment_decided.send_robust, Comment, **told))
