"""What is known of networks goes, once it is of no more use against abuse."""

from collections.abc import Callable
from datetime import datetime, timedelta

from audience.comments.models import BlockedWriter, Comment, CommentReport

# Digests of networks differ by the day; beyond it, they only say which comments came together.
KEPT_FOR = timedelta(days=30)
A_DAY = timedelta(days=1)
BATCH = 500


def forget_networks(now: datetime, should_continue: Callable[[], bool]) -> None:
    """Take the digests off older comments and reports, and unblock yesterday's networks."""
    kinds = BlockedWriter.Kind
    BlockedWriter.objects.filter(kind=kinds.NETWORK, at__lt=now - A_DAY).delete()
    old = Comment.objects.filter(posted_at__lt=now - KEPT_FOR).exclude(network="").order_by()
    while should_continue():
        batch = list(old.values_list("pk", flat=True)[:BATCH])
        if not batch:
            break
        Comment.objects.filter(pk__in=batch).update(network="")
    # One report a network: it is told apart by the key of the report from then on.
    for report in CommentReport.objects.filter(at__lt=now - KEPT_FOR).exclude(
        network__startswith="#"
    )[:BATCH]:
        CommentReport.objects.filter(pk=report.pk).update(network=f"#{report.pk}")
