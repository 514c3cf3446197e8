"""Replaces the panels of Wagtail's dashboard."""

from wagtail import hooks
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)

from accounts.requests import StaffRequest
from editorial.dashboard.panels import panels_for

REPLACED = (RecentEditsPanel, UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel)


@hooks.register("construct_homepage_panels")
def replace_panels(request: StaffRequest, panels: list[Component]) -> None:
    panels[:] = [panel for panel in panels if not isinstance(panel, REPLACED)]
    panels.extend(panels_for(request))


@hooks.register("construct_homepage_summary_items")
def remove_summary(request: StaffRequest, items: list[SummaryItem]) -> None:
    """Remove the numbers of pages, pictures and documents."""
    items.clear()
