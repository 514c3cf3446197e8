"""What a moderator does with comments, and how it is taken back."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.users import User
from audience.comments.deciding import AlreadyDecided, decide, undo
from audience.comments.models import BlockedWriter, Comment, CommentReport, Decision, Status
from audience.comments.moderation.queue import of_writer

MODERATE = "audience.moderate_comment"
ACTS = {"approve": Status.APPROVED, "reject": Status.REJECTED, "spam": Status.SPAM}
# The last act of somebody is taken back by one tap for so long.
UNDONE_WITHIN = timedelta(minutes=10)
LAST = "audience.last_decisions"


def act(
    request: HttpRequest, user: User, keys: Sequence[int], act: str, reason: str
) -> tuple[list[Decision], list[AlreadyDecided]]:
    """Decide on comments as somebody has seen them; return what was decided, and what was not.

    Raises KeyError for another act than those of ACTS.
    """
    status = ACTS[act]
    made, late = [], []
    for key in sorted(set(keys)):
        try:
            decision = decide(key, status, user, reason, expected=_seen(request, key))
        except AlreadyDecided as error:
            late.append(error)
            continue
        except Comment.DoesNotExist:
            continue
        if decision is not None:
            made.append(decision)
        elif status == Status.APPROVED:
            # It was reported, and may stay.
            CommentReport.objects.filter(comment=key, seen_at=None).update(seen_at=timezone.now())
    remember(request, made)
    return made, late


def block(user: User, comment: Comment) -> list[Decision]:
    """Take no more comments from the mail address and network of a comment; refuse what waits."""
    with transaction.atomic():
        kinds = BlockedWriter.Kind
        for kind, value in ((kinds.EMAIL, comment.email.lower()), (kinds.NETWORK, comment.network)):
            if value:
                BlockedWriter.objects.get_or_create(kind=kind, value=value, defaults={"by": user})
    keys = {comment.pk, *of_writer(comment.email).values_list("pk", flat=True)}
    made = []
    for key in sorted(keys):
        # Erased since it was shown.
        with suppress(AlreadyDecided, Comment.DoesNotExist):
            made.append(decide(key, Status.SPAM, user))
    return [decision for decision in made if decision is not None]


def remember(request: HttpRequest, made: Sequence[Decision]) -> None:
    """Keep what was decided last in the session, so that it can be taken back."""
    if made:
        keys = [decision.pk for decision in made]
        request.session[LAST] = {"keys": keys, "at": timezone.now().timestamp()}


def last(request: HttpRequest) -> list[Decision]:
    """The decisions of the last act of this session, while they can be taken back."""
    kept = request.session.get(LAST)
    if not kept or timezone.now().timestamp() - kept["at"] > UNDONE_WITHIN.total_seconds():
        return []
    return list(Decision.objects.filter(pk__in=kept["keys"]).select_related("comment"))


def undo_last(request: HttpRequest, user: User) -> int:
    """Take the last act back; return how many decisions that were."""
    undone = 0
    for decision in last(request):
        try:
            undone += undo(decision, user) is not None
        except (AlreadyDecided, Comment.DoesNotExist):
            continue
    request.session.pop(LAST, None)
    return undone


def _seen(request: HttpRequest, key: int) -> str | None:
    """The state in which the form has shown a comment."""
    return request.POST.get(f"seen-{key}")
