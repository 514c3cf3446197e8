"""Entries of the editor's action menu."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    SubmitForModerationMenuItem,
    UnpublishMenuItem,
    WorkflowMenuItem,
)

from editorial import rules


class PublishInEmergencyMenuItem(ActionMenuItem):
    """Last of all, even after the note that the page is locked."""

    name = "action-publish-in-emergency"
    label = _("Publish now in an emergency")
    icon_name = "warning"
    order = 10_010

    def is_shown(self, context: dict[str, Any]) -> bool:
        if context["view"] != "edit":
            return False
        permissions = self.get_user_page_permissions_tester(context)
        return bool(permissions.can_publish_in_emergency())

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("publish_in_emergency", args=[context["page"].pk])


class SubmitForReviewMenuItem(SubmitForModerationMenuItem):
    """While a page is new, Wagtail would name the workflow of its parent, which may be another."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return context | {"label": _("Submit for review")}


def use_neutral_submit_label(menu_items: list[ActionMenuItem]) -> None:
    for position, item in enumerate(menu_items):
        if isinstance(item, SubmitForModerationMenuItem):
            menu_items[position] = SubmitForReviewMenuItem(order=item.order)


ENDINGS = {CancelWorkflowMenuItem.name, UnpublishMenuItem.name}


def end_nothing_by_the_large_button(menu_items: list[ActionMenuItem]) -> None:
    """What stops a review or takes a text away stands in the menu, where nobody hits it by chance.

    Where nothing can be saved, it would be the button that Wagtail shows.
    """
    if menu_items and menu_items[0].name in ENDINGS:
        menu_items.sort(key=lambda item: item.name in ENDINGS)


def say_what_the_last_approval_does(
    menu_items: list[ActionMenuItem], context: dict[str, Any]
) -> None:
    """Wagtail says so only where approvals outlive a change of the text."""
    page = context.get("page")
    state = page.current_workflow_state if page else None
    if state is None or not rules.ends_review(state):
        return
    for item in menu_items:
        if isinstance(item, WorkflowMenuItem) and item.name == "approve":
            item.label = _("%(label)s and Publish") % {"label": item.label}
