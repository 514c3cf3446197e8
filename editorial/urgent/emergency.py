"""Publication in an emergency, past the workflow: by chief editors, with a reason on record."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from accounts.models import User
from editorial.events.kinds import Event
from editorial.gates import evaluate
from editorial.urgent.afterwards import require_review
from editorial.urgent.models import UnreviewedKind
from editorial.workflow import history
from editorial.workflow.action import PageAction
from editorial.workflow.closing import close_workflow


class StaleRevision(Exception):
    """There is a newer version than the one that was to be published."""


class PublishInEmergency(PageAction):
    """Publish the latest version now, close the running workflow and ask for a reading afterwards.

    revision_id: the version that `user` has seen; None for a page that has none yet.
    A go-live time that lies ahead and an expiry time that has passed are dropped, since they
    contradict "now".
    """

    log_action = history.EMERGENCY
    event = Event.EMERGENCY
    revision: Revision

    def __init__(self, page_id: int, user: User, reason: str, revision_id: int | None) -> None:
        super().__init__(page_id, user)
        self.reason, self.revision_id = reason, revision_id

    def check(self) -> None:
        """Raise PermissionDenied, StaleRevision."""
        if not self.page.permissions_for_user(self.user).can_publish_in_emergency():
            raise PermissionDenied
        if self.page.latest_revision_id != self.revision_id:
            raise StaleRevision

    def perform(self) -> None:
        """Raise ValidationError where the draft is incomplete."""
        page, user = self.page, self.user
        self.before = page.live_revision if page.live else None
        self.revision = self._ready_now()
        self.verdict = evaluate.gate(self.revision, evaluate.final_transition(page), user)
        self._close_workflow()
        PublishPageRevisionAction(self.revision, user=user).execute(skip_permission_checks=True)

    def follow_up(self) -> None:
        evaluate.record_override(self.revision, self.verdict, self.user, self.reason)
        kind = UnreviewedKind.EMERGENCY
        require_review(self.revision, self.user, self.reason, kind, self.before)

    def log_data(self) -> dict[str, str]:
        return {"reason": self.reason}

    def event_details(self) -> dict[str, str]:
        return {"reason": self.reason}

    def _ready_now(self) -> Revision:
        """The latest version, or a copy of it without the times that keep it from readers."""
        now = timezone.now()
        draft: Page = self.page.get_latest_revision_as_object()
        waits = draft.go_live_at is not None and draft.go_live_at > now
        is_over = draft.expire_at is not None and draft.expire_at <= now
        draft.go_live_at = None if waits else draft.go_live_at
        draft.expire_at = None if is_over else draft.expire_at
        draft.full_clean()
        latest = self.page.get_latest_revision()
        if waits or is_over or latest is None:
            latest = draft.save_revision(user=self.user)
        return latest

    def _close_workflow(self) -> None:
        """End the running workflow with the reason, in its own history and in the page's."""
        comment = _("Closed by a publication in an emergency. Reason: %(reason)s")
        state = close_workflow(self.page, self.user, comment % {"reason": self.reason})
        if state is None:
            return
        step = state.current_task_state
        log(
            instance=self.page,
            action=history.CLOSED,
            user=self.user,
            data={
                "reason": self.reason,
                "workflow": state.workflow.name,
                "step": step.task.name if step else "",
            },
            revision=self.page.latest_revision,
        )
