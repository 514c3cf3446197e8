"""What waits for a moderator, with what they need to decide."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from audience.comments.models import Comment, Commenter, CommentReport, Status

PER_PAGE = 20
# Of the same writer, beside a comment.
EARLIER = 3
# So many are counted for the menu and the tabs; beyond, « 99+ ».
COUNTED = 100


@dataclass(frozen=True)
class Waiting:
    """A comment of the queue. writer: what is known of its mail address, if it has one."""

    comment: Comment
    writer: Commenter | None
    reports: Sequence[CommentReport]


def reported() -> QuerySet[Comment]:
    """The comments that readers see, and have reported since a moderator has last decided."""
    unread = CommentReport.objects.filter(comment=OuterRef("pk"), seen_at=None)
    return Comment.objects.approved().filter(Exists(unread)).order_by("posted_at", "pk")


def waiting() -> QuerySet[Comment]:
    return Comment.objects.waiting()


def described(comments: QuerySet[Comment]) -> list[Waiting]:
    """The first of them with all that a moderator reads, in a fixed number of queries."""
    unread = Prefetch(
        "reports", CommentReport.objects.filter(seen_at=None), to_attr="unread_reports"
    )
    with_all = comments.select_related("article", "answers_to").prefetch_related(unread)
    found = list(with_all[:PER_PAGE])
    emails = {comment.email.lower() for comment in found if comment.email}
    writers = {writer.email: writer for writer in Commenter.objects.filter(email__in=emails)}
    return [
        Waiting(comment, writers.get(comment.email.lower()), comment.unread_reports)
        for comment in found
    ]


def number(comments: QuerySet[Comment]) -> int:
    """How many there are, up to COUNTED."""
    return len(comments.order_by().values_list("pk", flat=True)[:COUNTED])


def of_writer(email: str) -> QuerySet[Comment]:
    """Those of that mail address that wait."""
    return Comment.objects.filter(email=email, status=Status.PENDING)
