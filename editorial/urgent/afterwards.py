"""Review after publication of what went out without approval."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Revision

from accounts.models import User
from editorial import rules
from editorial.urgent.models import EmergencyReview, EmergencyReviewQuerySet, UnreviewedKind
from editorial.workflow import history
from editorial.workflow.action import PageAction


class AlreadyReviewed(Exception):
    """Somebody else has marked it as read meanwhile."""


def require_review(
    revision: Revision,
    user: User,
    reason: str,
    kind: UnreviewedKind,
    before: Revision | None = None,
) -> EmergencyReview:
    """Put `revision` on the list to read afterwards, compared with `before` if that was read."""
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
    """Return the entries of pages that `user` changes by profession; none for writers."""
    theirs = [
        model for model in rules.NEEDS_APPROVAL if rules.has_type_permission(user, "change", model)
    ]
    return EmergencyReview.objects.of(theirs)


def may_review(user: User, entry: EmergencyReview) -> bool:
    """Return whether `user` changes such pages, and has neither published nor signed this one."""
    if entry.published_by_id == user.pk or entry.page.owner_id == user.pk:
        return False
    signs = entry.revision is not None and rules.has_byline(user, [entry.revision])
    return not signs and rules.has_type_permission(user, "change", entry.page.specific_class)


class MarkReviewed(PageAction):
    """Keep on record that `user` has read a text afterwards."""

    log_action = history.REVIEWED

    def __init__(self, entry: EmergencyReview, user: User, note: str) -> None:
        super().__init__(entry.page_id, user)
        self.entry, self.note = entry, note

    def reload(self) -> None:
        entries = EmergencyReview.objects.select_related("page", "revision")
        self.entry = entries.get(pk=self.entry.pk)
        self.page, self.revision = self.entry.page.specific, self.entry.revision

    def check(self) -> None:
        """Raise AlreadyReviewed, PermissionDenied."""
        if self.entry.reviewed_at is not None:
            raise AlreadyReviewed
        if not may_review(self.user, self.entry):
            raise PermissionDenied

    def perform(self) -> None:
        entry = self.entry
        entry.reviewed_by, entry.reviewed_at, entry.note = self.user, timezone.now(), self.note
        entry.save(update_fields=["reviewed_by", "reviewed_at", "note"])

    def log_data(self) -> dict[str, str]:
        return {"note": self.note}
