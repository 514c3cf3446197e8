"""Finds the texts whose current step a user may take."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.models import Page, Revision, TaskState, WorkflowState

from accounts.models import User
from editorial import rules
from editorial.editor.approval_label import hour_to_come, what_approval_does
from editorial.versions.tokens import revision_token
from editorial.workflow.confirmations import waiting_for_confirmation
from editorial.workflow.models import ReviewTask

# How many texts are examined: each costs a few queries.
OWN_STEP = 12
OTHER_STEPS = 6
SHOWN = 8


@dataclass(frozen=True)
class WaitingText:
    """A text at its step, with the decisions of `user`."""

    user: User
    task_state: TaskState
    page: Page
    text: Page
    latest: Revision
    may_send_back: bool

    @property
    def title(self) -> str:
        return str(self.text.title)

    @property
    def step(self) -> str:
        return str(self.task_state.task.name)

    @property
    def submitted_by(self) -> User | None:
        return self.task_state.workflow_state.requested_by

    @property
    def words(self) -> int | None:
        return getattr(self.text, "words", None)

    @property
    def goes_live_at(self) -> datetime | None:
        return hour_to_come(self.text)

    @property
    def approve_label(self) -> str:
        return what_approval_does(self.text, self.user)

    @property
    def approve_url(self) -> str:
        return self._action_url("approve")

    @property
    def send_back_url(self) -> str:
        return self._action_url("reject")

    @property
    def compare_url(self) -> str:
        """The address of the changes to a live page."""
        if not self.page.live:
            return ""
        return reverse(
            "wagtailadmin_pages:revisions_compare", args=[self.page.pk, "live", self.latest.pk]
        )

    def _action_url(self, action: str) -> str:
        url = reverse(
            "wagtailadmin_pages:workflow_action", args=[self.page.pk, action, self.task_state.pk]
        )
        return f"{url}?seen={revision_token(self.latest)}"


def steps_for(user: User) -> list[ReviewTask]:
    """Return the steps that `user` reviews."""
    return [task for task in ReviewTask.objects.filter(active=True) if task.is_for(user)]


def texts_for(user: User, steps: list[ReviewTask]) -> list[WaitingText]:
    """Return at most `SHOWN` texts whose step `user` may take, the oldest first."""
    return list(islice(_texts_for(user, steps), SHOWN))


def count_at(steps: list[ReviewTask]) -> int:
    """Return the number of texts at the steps, whoever may take them."""
    return _waiting().filter(task__in=[task.pk for task in steps]).count()


def _texts_for(user: User, steps: list[ReviewTask]) -> Iterator[WaitingText]:
    own = _waiting().filter(task__in=[task.pk for task in steps])
    others = _waiting().exclude(task__in=[task.pk for task in steps])
    to_confirm = waiting_for_confirmation()
    # Other steps are included because the user may be a stand-in there.
    for task_state in [*own[:OWN_STEP], *others[:OTHER_STEPS]]:
        page = task_state.workflow_state.content_object
        latest = page.latest_revision if page else None
        if latest is None or page.pk in to_confirm or not rules.may_take_step(user, latest):
            continue
        yield WaitingText(
            user=user,
            task_state=task_state,
            page=page,
            text=page.specific.with_content_json(latest.content),
            latest=latest,
            may_send_back=rules.may_send_back(user, latest),
        )


def _waiting() -> QuerySet[TaskState]:
    return (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        )
        .select_related("task", "workflow_state__requested_by")
        .order_by("started_at", "pk")
    )
