"""What a writer of comments gets of theirs, and takes away, by their mail address."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from audience.comments.deciding import decide, lock_discussion, show_thread
from audience.comments.models import BlockedWriter, Comment, Commenter, Status


@dataclass(frozen=True)
class Erased:
    """deleted: comments that are gone. emptied: those whose place is left, as they have answers."""

    deleted: int = 0
    emptied: int = 0


def comments_of(email: str) -> QuerySet[Comment]:
    """Those written from a mail address, whatever their state, the newest first."""
    own = Comment.objects.filter(email__iexact=email, member=None).exclude(email="")
    return own.select_related("article").order_by("-posted_at", "-pk")


def erase(email: str) -> Erased:
    """Take away all comments of a mail address, and what is known of it.

    A comment that was answered leaves its place, without name, address and text.
    """
    deleted = emptied = 0
    with transaction.atomic():
        # Always in the same order: two who erase at once wait for each other. Nobody answers
        # meanwhile.
        for article in sorted({comment.article_id for comment in comments_of(email)}):
            lock_discussion(article)
        for comment in comments_of(email):
            # Its numbers go with its state.
            decide(comment.pk, Status.ERASED)
            if comment.answers.exists() or comment.members.exists():
                Comment.objects.filter(pk=comment.pk).update(
                    name="", email="", text="", network="", findings=[], wants_answers=False
                )
                comment.decisions.update(reason="")
                emptied += 1
            else:
                head = comment.thread
                comment.delete()
                if head is not None:
                    show_thread(head)
                deleted += 1
        # Who was blocked stays blocked.
        blocked = BlockedWriter.objects.filter(kind=BlockedWriter.Kind.EMAIL, value=email.lower())
        if not blocked.exists():
            Commenter.objects.filter(email=email.lower()).delete()
    return Erased(deleted, emptied)
