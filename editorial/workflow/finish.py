"""Publication at the end of a workflow, now or at the hour that was set."""

# Wagtail's models import this module while they load: none of them may be imported here.
from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from accounts.models import User


@transaction.atomic
def publish_approved(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish, or schedule when a go-live time lies ahead; set as WAGTAIL_FINISH_WORKFLOW_ACTION.

    The approval is the permission: nobody may publish an article directly. What goes out is the
    version that the last approver has seen, whatever was saved since.
    """
    from editorial.workflow.review import approved_revision

    approved_revision(workflow_state).publish(user=user, skip_permission_checks=True)
