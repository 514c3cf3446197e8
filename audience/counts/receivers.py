"""What follows when a comment is approved, and when the newsroom weighs in another way."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from audience.comments.models import Decision, Status
from audience.counts.models import TrendSettings
from audience.counts.recording import record_comment
from audience.counts.rescoring import rescore
from audience.signals import comment_decided


@receiver(post_save, sender=TrendSettings)
def weigh_anew(**kwargs: Any) -> None:
    """Have the scores made anew: those of two half-lives cannot be compared."""
    transaction.on_commit(partial(rescore.enqueue))


@receiver(comment_decided)
def count_in_trends(comment: int, after: str, **kwargs: Any) -> None:
    """Have an approved comment count in what is read most, once."""
    if after != Status.APPROVED:
        return
    approvals = Decision.objects.filter(comment=comment, after=Status.APPROVED)
    articles = approvals.values_list("comment__article_id", flat=True)[:2]
    if len(articles) == 1:
        record_comment(articles[0])
