"""Approving a step of a review, and sending a text back."""

from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState, WorkflowState

from accounts.models import User
from editorial import rules
from editorial.gates import evaluate
from editorial.workflow import history, review
from editorial.workflow.action import PageAction
from editorial.workflow.refusals import (
    DecisionRefused,
    SecondPersonNeeded,
    not_yours,
    too_late,
)


class Decision(PageAction):
    """One decision on the step at which a text is.

    action: "approve" or "reject".
    seen_token: the version that `user` has read (`editorial.versions.tokens`), which an approval
    must give.
    """

    def __init__(
        self,
        task_state: TaskState,
        user: User,
        action: str,
        seen_token: str = "",
        comment: str = "",
    ) -> None:
        super().__init__(int(task_state.workflow_state.object_id), user)
        self.task_state, self.action = task_state, action
        self.seen_token, self.comment = seen_token, comment

    def reload(self) -> None:
        self.task_state = type(self.task_state).objects.get(pk=self.task_state.pk)
        self.page = self.task_state.workflow_state.content_object
        self.latest: Revision = self.page.get_latest_revision()

    def check(self) -> None:
        """Raise UnseenRevision, GateClosed, and DecisionRefused for every other reason."""
        if self.page.current_workflow_task_state != self.task_state:
            raise too_late(self.task_state, self.user)
        if self.action not in ("approve", "reject"):
            raise DecisionRefused
        if self.action == "reject":
            if not rules.may_send_back(self.user, self.latest):
                raise not_yours(self.user, self.latest)
            return
        review.refuse_unseen(self.task_state, self.user, self.seen_token)
        if not rules.may_take_step(self.user, self.latest):
            raise not_yours(self.user, self.latest)
        if rules.lacks_second_person(self.user, self.latest):
            raise SecondPersonNeeded
        evaluate.ask_for_approval(self.task_state.workflow_state, self.user)

    def perform(self) -> None:
        if self.action == "approve":
            approve(self.task_state, self.user, self.comment)
        else:
            self.task_state.reject(user=self.user, comment=self.comment)


def approve(task_state: TaskState, user: User, comment: str = "") -> None:
    """Approve a step that was checked; the last one lets the text go out.

    Wagtail asks for each step of the workflow; a small newsroom for one (`editorial.rules`).
    """
    state: WorkflowState = task_state.workflow_state
    is_last = rules.ends_review(state)
    page: Page = state.content_object
    alone = is_last and rules.would_stand_alone(user, page, task_state.revision.content)
    task_state.approve(user=user, update=False, comment=comment)
    state.refresh_from_db()
    if is_last:
        state.finish(user=user)
    else:
        state.update(user=user)
    if alone:
        log(instance=page.specific, action=history.ALONE, user=user, revision=task_state.revision)
