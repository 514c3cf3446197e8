"""The step of a workflow at which a group judges a text."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState, WorkflowState

from accounts.models import User
from editorial import gates, review, rules


class ReviewTask(AbstractGroupApprovalTask):
    """A group's approval that nobody can give to a text of their own."""

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        permissions = [("publish_in_emergency", "Can publish in an emergency, without approval")]

    def is_for(self, user: User) -> bool:
        """Whether this step is for a group of `user`; every step is for a superuser."""
        return user.is_active and (user.is_superuser or self._user_in_groups(user))

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, Any, bool]]:
        revision = obj.get_latest_revision()
        allowed = {
            "approve": revision is not None and rules.may_approve(user, revision),
            "reject": revision is not None and rules.may_send_back(user, revision),
        }
        return [action for action in super().get_actions(obj, user) if allowed.get(action[0])]

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Ask for this step, unless one before it has not approved the text as it stands.

        A text that was sent back and changed comes again; the step that had sent it back may be
        the last one.
        """
        due = workflow_state.get_next_task()
        if due is not None and due.pk != self.pk:
            return due.specific.start(workflow_state, user=user)
        return super().start(workflow_state, user=user)

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> Any:
        """Judged by the text that the state belongs to, whichever page the request named.

        Keyword arguments: `seen`, the number of the version that `user` has read, which an
        approval must name, and `comment`; anything else that a request brings is dropped.
        Raises ChangedSince if there is another text by now, GateClosed where a check blocks the
        approval, PermissionDenied for other reasons.
        """
        Page.objects.select_for_update().get(pk=task_state.workflow_state.object_id)
        # Read again, now that nobody else can move it on.
        task_state = type(task_state).objects.get(pk=task_state.pk)
        page = task_state.workflow_state.content_object
        if page.current_workflow_task_state != task_state or action_name not in {
            name for name, *_rest in self.get_actions(page, user)
        }:
            raise PermissionDenied
        if action_name == "approve":
            review.refuse_unseen(task_state, user, kwargs.get("seen"))
            gates.ask_for_approval(task_state.workflow_state, user)
        return super().on_action(
            task_state, user, action_name, comment=str(kwargs.get("comment", ""))
        )

    @transaction.atomic
    def deactivate(self, user: User | None = None) -> None:
        """Stop asking for this step: what waits at it is a draft again.

        Wagtail would go on to the next step, or publish where there is none.
        """
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        for task_state in waiting.select_related("workflow_state"):
            task_state.workflow_state.cancel(user=user)
        super().deactivate(user=user)

    def get_form_for_action(self, action: str) -> Any:
        # Forms load Wagtail's widgets, which want the models first.
        from editorial.forms import ApproveForm, SendBackForm

        return SendBackForm if action == "reject" else ApproveForm

    @classmethod
    def get_description(cls) -> Any:
        return _("Members of the chosen groups judge the text, never its author or submitter")
