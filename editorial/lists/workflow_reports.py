"""The reports of workflows and of their steps, read along the indexes of their dates.

Wagtail makes a list of the keys of all pages that the user changes, and asks for the steps of each
row.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_filters import ModelChoiceFilter
from wagtail.admin.views.reports.workflows import (
    WorkflowReportFilterSet,
    WorkflowTasksView,
    WorkflowView,
)
from wagtail.models import Page, Task, TaskState, WorkflowState, WorkflowTask
from wagtail.permissions import policy_registry

from accounts.models import User


def changed_by(user: User, prefix: str = "") -> Q:
    """Return the condition for the workflows of the pages that `user` may change.

    Nothing but pages has a workflow.
    """
    policy = policy_registry.get_by_type(Page)
    if policy.changes_all(user):
        return Q()
    theirs = policy.instances_user_has_permission_for(user, "change").order_by()
    key = Cast(OuterRef(f"{prefix}object_id"), IntegerField())
    return Q(Exists(theirs.filter(pk=key)))


def workflows(view: WorkflowView) -> QuerySet[WorkflowState]:
    found = WorkflowState.objects.filter(changed_by(view.request.user))
    shown = found.select_related("workflow", "requested_by").prefetch_related("content_object")
    return shown.order_by("-created_at", "-pk")


def steps(view: WorkflowTasksView) -> QuerySet[TaskState]:
    found = TaskState.objects.filter(changed_by(view.request.user, "workflow_state__"))
    shown = found.select_related("workflow_state", "task")
    return shown.prefetch_related("workflow_state__content_object").order_by("-started_at", "-pk")


def with_steps(view: WorkflowView, states: Iterable[WorkflowState]) -> list[WorkflowState]:
    """Return the workflows of what is there, each with its steps and what became of them."""
    shown = [state for state in states if state.content_object]
    if view.is_export:  # which has no column for them
        return shown
    latest: dict[tuple[int, int], str] = {}
    taken = TaskState.objects.filter(workflow_state__in=shown).order_by("started_at", "pk")
    for state_key, task_key, status in taken.values_list("workflow_state", "task", "status"):
        latest[state_key, task_key] = status
    steps_of: dict[int, list[Task]] = defaultdict(list)
    used = WorkflowTask.objects.filter(workflow__in={state.workflow_id for state in shown})
    for step in used.select_related("task").order_by("sort_order"):
        steps_of[step.workflow_id].append(step.task)
    for state in shown:
        state.all_tasks_with_status = [
            shown_step(task, latest.get((state.pk, task.pk)))
            for task in steps_of[state.workflow_id]
        ]
    return shown


def shown_step(task: Task, status: str | None) -> dict[str, Any]:
    """Return what the report shows of a step."""
    display = dict(TaskState.STATUS_CHOICES).get(status or "", _("Not started"))
    return {"name": task.name, "status": status, "status_display": display}


def who_asked(request: HttpRequest | None) -> QuerySet[User]:
    asked = WorkflowState.objects.filter(requested_by=OuterRef("pk"))
    return User.objects.filter(Exists(asked)).order_by(User.USERNAME_FIELD)


class WorkflowFilterSet(WorkflowReportFilterSet):
    requested_by = ModelChoiceFilter(field_name="requested_by", queryset=who_asked)

    class Meta(WorkflowReportFilterSet.Meta):
        pass


def take_over() -> None:
    WorkflowView.get_queryset = workflows
    WorkflowView.decorate_paginated_queryset = with_steps
    WorkflowView.filterset_class = WorkflowFilterSet
    WorkflowTasksView.get_queryset = steps
