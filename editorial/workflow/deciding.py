"""Approving a step of a review, and sending a text back."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState, WorkflowState

from accounts.models import User
from editorial import rules
from editorial.gates import evaluate
from editorial.versions.conflicts import lock_page
from editorial.workflow import review
from editorial.workflow.refusals import (
    DecisionRefused,
    SecondPersonNeeded,
    not_yours,
    too_late,
)

ALONE_ACTION = "editorial.published_alone"


@dataclass
class Decision:
    """One decision on the step at which a text is, by one person.

    seen: the name of the version that `user` has read (`editorial.versions.tokens`), which an
    approval must give.
    """

    task_state: TaskState
    user: User
    action: str
    seen: str = ""
    comment: str = ""

    @transaction.atomic
    def execute(self) -> None:
        """Lock, reload, check, act.

        Raises ChangedSince, GateClosed, and DecisionRefused for every other reason.
        """
        lock_page(int(self.task_state.workflow_state.object_id))
        # Read again, now that nobody else can move it on.
        self.task_state = type(self.task_state).objects.get(pk=self.task_state.pk)
        self.check()
        if self.action == "approve":
            approve(self.task_state, self.user, self.comment)
        else:
            self.task_state.reject(user=self.user, comment=self.comment)

    def check(self) -> None:
        if self.page.current_workflow_task_state != self.task_state:
            raise too_late(self.task_state, self.user)
        if self.action not in ("approve", "reject"):
            raise DecisionRefused
        if self.action == "reject":
            if not rules.may_send_back(self.user, self.latest):
                raise not_yours(self.user, self.latest)
            return
        review.refuse_unseen(self.task_state, self.user, self.seen)
        if not rules.may_take_step(self.user, self.latest):
            raise not_yours(self.user, self.latest)
        if rules.lacks_second_person(self.user, self.latest):
            raise SecondPersonNeeded
        evaluate.ask_for_approval(self.task_state.workflow_state, self.user)

    @property
    def page(self) -> Page:
        page: Page = self.task_state.workflow_state.content_object
        return page

    @property
    def latest(self) -> Revision:
        return self.page.get_latest_revision()


def approve(task_state: TaskState, user: User, comment: str = "") -> None:
    """Approve a step that was checked; the last one lets the text go out.

    Wagtail asks for each step of the workflow; a small newsroom for one (`editorial.rules`).
    """
    state: WorkflowState = task_state.workflow_state
    is_last = rules.ends_review(state)
    page: Any = state.content_object
    alone = is_last and rules.would_stand_alone(user, page, task_state.revision.content)
    task_state.approve(user=user, update=False, comment=comment)
    state.refresh_from_db()
    if is_last:
        state.finish(user=user)
    else:
        state.update(user=user)
    if alone:
        log(instance=page.specific, action=ALONE_ACTION, user=user, revision=task_state.revision)
