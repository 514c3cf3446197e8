"""Reading afterwards what was published without approval: by whom, and what is kept of it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision

from accounts.models import User
from editorial import rules
from editorial.urgent.models import EmergencyReview, EmergencyReviewQuerySet, UnreviewedKind

REVIEWED_ACTION = "editorial.read_afterwards"


class AlreadyReviewed(Exception):
    """Somebody else was faster."""


def require_review(
    revision: Revision,
    user: User,
    reason: str,
    kind: UnreviewedKind,
    before: Revision | None = None,
) -> EmergencyReview:
    """Have somebody else read `revision` afterwards; against `before`, if that was read already."""
    return EmergencyReview.objects.create(
        page_id=int(revision.object_id),
        revision=revision,
        before=before,
        kind=kind,
        reason=reason,
        published_by=user,
        published_at=timezone.now(),
    )


def visible_to(user: User) -> EmergencyReviewQuerySet:
    """Those of the pages that `user` changes by profession; writers have no such list."""
    return EmergencyReview.objects.of(rules.types_changed_by(user))


def may_review(user: User, entry: EmergencyReview) -> bool:
    """Read afterwards: whoever changes such pages, neither who published it nor who signs it."""
    if entry.published_by_id == user.pk or entry.page.owner_id == user.pk:
        return False
    signs = entry.revision is not None and rules.has_byline(user, [entry.revision])
    return not signs and rules.has_type_permission(user, "change", entry.page.specific_class)


@transaction.atomic
def mark_reviewed(entry_id: int, user: User, note: str) -> EmergencyReview:
    """Keep that `user` has read it; in the history of the page as well.

    Raises AlreadyReviewed, PermissionDenied.
    """
    entry = EmergencyReview.objects.select_for_update().get(pk=entry_id)
    if entry.reviewed_at is not None:
        raise AlreadyReviewed
    if not may_review(user, entry):
        raise PermissionDenied
    entry.reviewed_by, entry.reviewed_at, entry.note = user, timezone.now(), note
    entry.save(update_fields=["reviewed_by", "reviewed_at", "note"])
    log(
        instance=entry.page.specific,
        action=REVIEWED_ACTION,
        user=user,
        revision=entry.revision,
        data={"note": note},
    )
    return entry
