"""What follows a decision on a comment, once it is committed."""

from typing import Any

from django.dispatch import receiver

from audience.comments.models import Comment, Status
from audience.comments.tasks import send_answer
from audience.signals import comment_decided


@receiver(comment_decided)
def tell_of_answer(comment: int, after: str, **kwargs: Any) -> None:
    """Have the one who is answered told, if they want to hear of it."""
    if after != Status.APPROVED:
        return
    answered = Comment.objects.filter(pk=comment, answers_to__wants_answers=True, told_at=None)
    if answered.exists():
        send_answer.enqueue(comment)
