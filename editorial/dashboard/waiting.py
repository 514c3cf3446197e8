"""Finds the texts whose current step a user may take."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Revision, TaskState, WorkflowState

from accounts.models import User
from editorial import rules
from editorial.editor.approval_label import hour_to_come, what_approval_does
from editorial.versions.tokens import revision_token
from editorial.workflow.confirmations import waiting_for_confirmation
from editorial.workflow.models import ReviewTask
from news.page_facts import facts_of

# How many texts are examined.
OWN_STEP = 12
OTHER_STEPS = 6
SHOWN = 8


@dataclass(frozen=True)
class WaitingText:
    """A text at its step, with the decisions of `user`."""

    user: User
    task_state: TaskState
    page: Page
    latest: Revision
    may_send_back: bool

    @property
    def title(self) -> str:
        return str(self.latest.content["title"])

    @property
    def step(self) -> str:
        return str(self.task_state.task.name)

    @property
    def submitted_by(self) -> User | None:
        return self.task_state.workflow_state.requested_by

    @property
    def words(self) -> int | None:
        return facts_of(self.page.specific_class).words_in(self.latest.content)

    @property
    def goes_live_at(self) -> datetime | None:
        return hour_to_come(parse_datetime(self.latest.content.get("go_live_at") or ""))

    @property
    def approve_label(self) -> str:
        return what_approval_does(self.page, self.user, self.goes_live_at)

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
    found = [*own[:OWN_STEP], *others[:OTHER_STEPS]]
    versions = _latest_versions(found)
    there = [each for each in found if int(each.workflow_state.object_id) in versions]
    rules.read_reviews([each.workflow_state for each in there], versions)
    for task_state in there:
        latest = versions[int(task_state.workflow_state.object_id)]
        page = latest.content_object
        if page.pk in to_confirm or not rules.may_take_step(user, latest):
            continue
        yield WaitingText(
            user=user,
            task_state=task_state,
            page=page,
            latest=latest,
            may_send_back=rules.may_send_back(user, latest),
        )


def _latest_versions(task_states: list[TaskState]) -> dict[int, Revision]:
    """Return the latest version of each text with its page, by the key of the page."""
    keys = [int(each.workflow_state.object_id) for each in task_states]
    pages = list(Page.objects.filter(pk__in=keys).specific(defer=True))
    versions = Revision.objects.in_bulk({page.latest_revision_id for page in pages} - {None})
    found = {}
    for page in pages:
        if latest := versions.get(page.latest_revision_id):
            page.latest_revision, latest.content_object = latest, page
            found[page.pk] = latest
    return found


def _waiting() -> QuerySet[TaskState]:
    return (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        )
        .select_related(
            "task",
            "workflow_state__requested_by",
            "workflow_state__workflow",
            "workflow_state__current_task_state__task",
        )
        .order_by("started_at", "pk")
    )
