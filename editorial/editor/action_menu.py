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
from editorial.editor.approval_label import hour_to_come, what_approval_does


class PublishInEmergencyMenuItem(ActionMenuItem):
    """Publishes in an emergency; last of all, even after the note that the page is locked."""

    name = "action-publish-in-emergency"
    label = _("Publish now in an emergency")
    icon_name = "warning"
    order = 10_010

    def is_shown(self, context: dict[str, Any]) -> bool:
        if context["view"] != "edit" or not rules.needs_approval(type(context["page"])):
            return False
        permissions = self.get_user_page_permissions_tester(context)
        return bool(permissions.can_publish_in_emergency())

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("publish_in_emergency", args=[context["page"].pk])


class SubmitForReviewMenuItem(SubmitForModerationMenuItem):
    """Submits, under a name of the act: Wagtail names a workflow that writers need not know."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        page = parent_context.get("page")
        state = page.current_workflow_state if page else None
        sent_back = state is not None and state.status == state.STATUS_NEEDS_CHANGES
        return context | {"label": _("Submit again") if sent_back else _("Submit for review")}


def put_beside_the_menu(menu_items: list[ActionMenuItem], context: dict[str, Any]) -> None:
    """Take submission and decisions out of the menu, for buttons of their own.

    `context` gets them as `submission`, for the button beside the one that saves, and as
    `decisions`, for the banner of a reviewer.
    """
    context["submission"] = None
    context["decisions"] = []
    for item in list(menu_items):
        if isinstance(item, SubmitForModerationMenuItem):
            context["submission"] = SubmitForReviewMenuItem(order=item.order)
            menu_items.remove(item)
        elif isinstance(item, WorkflowMenuItem) and not _asks_for_a_comment(item):
            context["decisions"].append(item)
            menu_items.remove(item)
    # What a reviewer most often does comes first.
    context["decisions"].sort(key=lambda item: item.name != "approve")


def _asks_for_a_comment(item: WorkflowMenuItem) -> bool:
    """Whether it is the approval with a few words, which stays in the menu."""
    return item.name == "approve" and bool(item.launch_modal)


ENDINGS = {CancelWorkflowMenuItem.name, UnpublishMenuItem.name}


def end_nothing_by_the_large_button(menu_items: list[ActionMenuItem]) -> None:
    """Put what stops a review or takes a text away last.

    Where nothing can be saved, Wagtail would show it as the large button.
    """
    if menu_items and menu_items[0].name in ENDINGS:
        menu_items.sort(key=lambda item: item.name in ENDINGS)


def say_what_is_decided(menu_items: list[ActionMenuItem], context: dict[str, Any]) -> None:
    """Label the decisions by what they do to this text."""
    for item in menu_items:
        if not isinstance(item, WorkflowMenuItem):
            continue
        if item.name == "reject":
            item.label = _("Send back")
        elif item.name == "approve":
            page = context["page"]
            hour = hour_to_come(page.go_live_at)
            item.label = what_approval_does(page, context["request"].user, hour)
            if item.launch_modal:
                item.label = _("Approve with a comment")
