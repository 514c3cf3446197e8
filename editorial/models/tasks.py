"""The step of a workflow at which a group judges a text."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from accounts.models import User
from editorial import rules


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

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> Any:
        """Judged by the text that the state belongs to, whichever page the request named.

        Raises PermissionDenied.
        """
        Page.objects.select_for_update().get(pk=task_state.workflow_state.object_id)
        task_state.refresh_from_db(fields=["status"])
        page = task_state.workflow_state.content_object
        if page.current_workflow_task_state != task_state or action_name not in {
            name for name, *_rest in self.get_actions(page, user)
        }:
            raise PermissionDenied
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_form_for_action(self, action: str) -> Any:
        # Forms load Wagtail's widgets, which want the models first.
        from editorial.forms import SendBackForm

        return SendBackForm if action == "reject" else super().get_form_for_action(action)

    @classmethod
    def get_description(cls) -> Any:
        return _("Members of the chosen groups judge the text, never its author or submitter")
