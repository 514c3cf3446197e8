"""Registers the pages of exam results and their acts in Wagtail's admin."""

from typing import Any

from django.template import Context
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry

from accounts.log_actions import tell_in_history
from accounts.requests import StaffRequest
from editorial.exams import acts, views
from news.models import ExamList, ExamRequest
from news.models.exams import ListState, RequestState


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("exams/<int:page_id>/", views.ListsView.as_view(), name="exam_lists"),
        path("exams/lists/<int:list_id>/", views.ListView.as_view(), name="exam_list"),
        path(
            "exams/lists/<int:list_id>/columns/", views.ColumnsView.as_view(), name="exam_columns"
        ),
        path("exams/requests/<int:request_id>/", views.RequestView.as_view(), name="exam_request"),
    ]


class ExamsPanel(Component):
    """What waits of exam results for the user: lists to approve, requests of readers."""

    order = 55
    template_name = "editorial/exams/panel.html"

    def __init__(self, lists: list[ExamList], requests: list[ExamRequest]) -> None:
        self.lists = lists
        self.requests = requests

    def get_context_data(self, parent_context: Context | None) -> dict[str, Any]:
        return {"lists": self.lists, "requests": self.requests}


@hooks.register("construct_homepage_panels")
def add_panel(request: StaffRequest, panels: list[Component]) -> None:
    waiting = ExamList.objects.filter(state=ListState.WAITING).select_related("page")
    lists = [one for one in waiting if acts.may_decide(request.user, one)]
    asked = ExamRequest.objects.filter(state=RequestState.OPEN).select_related("page")[:20]
    requests = [one for one in asked if acts.may_hide(request.user, one.page)]
    if lists or requests:
        panels.append(ExamsPanel(lists, requests))


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for action, name, sentence in (
        (acts.BROUGHT, _("List of results brought"), _("List %(list)s was brought.")),
        (
            acts.APPROVED,
            _("List of results approved"),
            _(
                "List %(list)s approved: %(lines)s lines, %(added)s added, %(withdrawn)s "
                "withdrawn, %(changed)s changed."
            ),
        ),
        (
            acts.REFUSED,
            _("List of results refused"),
            _("List %(list)s refused. Reason: %(reason)s"),
        ),
        (acts.HIDDEN, _("Line of results hidden"), _("A line was hidden, as a reader asked.")),
        (acts.SHOWN, _("Request to hide refused"), _("A line that a reader asked about is shown.")),
    ):
        tell_in_history(actions, action, name, sentence)
