"""Models of review steps and of requests for a confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, Revision, TaskState, WorkflowState

from accounts.models import User
from delivery.request_cache import cached_for_request
from editorial import rules
from editorial.workflow import review

if TYPE_CHECKING:
    from wagtail.forms import TaskStateCommentForm


class ReviewTask(AbstractGroupApprovalTask):
    """A group's approval that nobody can give to a text of their own."""

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        permissions = [("publish_in_emergency", "Can publish in an emergency, without approval")]

    def judges(self) -> list[Group]:
        """The groups that may decide on this step."""
        return list(self.groups.all())

    def is_for(self, user: User) -> bool:
        """Whether this step is for a group of `user`; every step is for a superuser."""
        if not user.is_active or user.is_superuser:
            return user.is_active
        belongs: bool = cached_for_request(
            ("step for", self.pk, user.pk), lambda: self._user_in_groups(user)
        )
        return belongs

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, str | Promise, bool]]:
        """What `user` may decide; at the last step also where somebody else must confirm it."""
        revision = obj.get_latest_revision()
        if revision is None:
            return []
        actions: list[tuple[str, str | Promise, bool]] = []
        if rules.may_send_back(user, revision):
            actions.append(("reject", _("Send back"), True))
        if rules.may_take_step(user, revision):
            actions.append(("approve", _("Approve"), False))
            actions.append(("approve", _("Approve with comment"), True))
        return actions

    def locked_for_user(self, obj: Page, user: User) -> bool:
        """Return whether `user` reviews no step: what reviewers type is a version of its own."""
        return not rules.reviews_any_step(user, obj)

    def get_task_states_user_can_moderate(
        self, user: User, **kwargs: object
    ) -> QuerySet[TaskState]:
        """The texts at this step that wait for `user`."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if self.is_for(user):
            return waiting
        theirs = [
            task_state.pk
            for task_state in waiting.select_related("workflow_state")
            if rules.may_take_step(user, task_state.workflow_state.content_object.latest_revision)
        ]
        return waiting.filter(pk__in=theirs)

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Ask for this step, or for one before it that has not approved the text as it reads now.

        A text that was sent back and changed comes again; the step that had sent it back may be
        the last one.
        """
        review.undo_outdated_approvals(workflow_state, user)
        due = workflow_state.get_next_task()
        if due is not None and due.pk != self.pk:
            return due.specific.start(workflow_state, user=user)
        return super().start(workflow_state, user=user)

    def on_action(
        self, task_state: TaskState, user: User, action_name: str, **kwargs: object
    ) -> None:
        """Carry out a decision on the text that the state belongs to, whichever page was named.

        Keyword arguments: `seen`, the token of the version that was read, and `comment`; anything
        else that a request brings is dropped. Raises what `Decision.execute` does.
        """
        from editorial.workflow.deciding import Decision

        seen_token, comment = (str(kwargs.get(name, "")) for name in ("seen", "comment"))
        Decision(task_state, user, action_name, seen_token, comment).execute()

    @transaction.atomic
    def deactivate(self, user: User | None = None) -> None:
        """Stop asking for this step: what waits at it is a draft again.

        Wagtail would go on to the next step, or publish where there is none.
        """
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        for task_state in waiting.select_related("workflow_state"):
            task_state.workflow_state.cancel(user=user)
        super().deactivate(user=user)

    def get_form_for_action(self, action: str) -> type[TaskStateCommentForm]:
        # Forms load Wagtail's widgets, which want the models first.
        from editorial.workflow.forms import ApproveForm, SendBackForm

        return SendBackForm if action == "reject" else ApproveForm

    @classmethod
    def get_description(cls) -> str | Promise:
        return _("Members of the chosen groups judge the text, never its author or submitter")


class ConfirmationRequestQuerySet(models.QuerySet["ConfirmationRequest"]):
    def open(self) -> ConfirmationRequestQuerySet:
        """Requests that nobody has answered; their text may have changed meanwhile."""
        return self.filter(answered_at=None).exclude(
            task_state__isnull=False, task_state__status__in=ENDED
        )


ENDED = [
    status for status, _label in TaskState.STATUS_CHOICES if status != TaskState.STATUS_IN_PROGRESS
]


class ConfirmationRequest(models.Model):
    """Request to any other reviewer to read one change and to let the text go out.

    task_state: the last step of a review; None for the correction of a live page.
    """

    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="confirmations"
    )
    task_state = models.ForeignKey(TaskState, on_delete=models.CASCADE, null=True, related_name="+")
    before = models.ForeignKey(
        Revision, verbose_name=_("before"), on_delete=models.CASCADE, related_name="+"
    )
    revision = models.ForeignKey(
        Revision, verbose_name=_("version"), on_delete=models.CASCADE, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)
    note = models.TextField(_("note"), blank=True)

    objects = ConfirmationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("change to confirm")
        verbose_name_plural = _("changes to confirm")
        ordering = ["asked_at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page}, {self.asked_by}"
