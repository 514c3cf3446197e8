"""Registers the page of the gates, its menu entry and its log actions in Wagtail's admin."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page
from wagtail.models.audit_log import BaseLogEntry

from accounts.requests import StaffRequest
from editorial.gates.evaluate import OVERRIDE_ACTION
from editorial.gates.matrix import (
    CHANGE_ACTION,
    CHANGE_SETTINGS_ACTION,
    RESTORE_ACTION,
    describe_rule_changes,
)
from editorial.gates.tasks import ask_for_links_of
from editorial.gates.views import PERMISSION, GatesView, RestoreGatesView
from news.models import ArticlePage


@hooks.register("register_admin_urls")
def register_gate_urls() -> list[URLPattern]:
    return [
        path("gates/", GatesView.as_view(), name="gates"),
        path("gates/defaults/", RestoreGatesView.as_view(), name="restore_gates"),
    ]


class GatesMenuItem(MenuItem):
    def is_shown(self, request: StaffRequest) -> bool:
        return request.user.has_perm(PERMISSION)


@hooks.register("register_settings_menu_item")
def register_gates_menu_item() -> MenuItem:
    return GatesMenuItem(
        gettext_lazy("Checks before publication"),
        reverse("gates"),
        name="gates",
        icon_name="tasks",
        order=150,
    )


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(OVERRIDE_ACTION)
    class OverrideFormatter(LogFormatter):
        label = gettext_lazy("Go past a check")

        def format_message(self, log_entry: BaseLogEntry) -> str:
            return _("Went past what checks block. Reason: %(reason)s Checks: %(checks)s") % {
                "reason": log_entry.data["reason"],
                "checks": " ".join(log_entry.data["messages"]),
            }

    @actions.register_action(CHANGE_ACTION)
    class RuleChangeFormatter(LogFormatter):
        label = gettext_lazy("Change what checks do")

        def format_message(self, log_entry: BaseLogEntry) -> str:
            return describe_rule_changes(log_entry.data["kind"], log_entry.data["changes"])

    @actions.register_action(CHANGE_SETTINGS_ACTION)
    class SettingsChangeFormatter(LogFormatter):
        label = gettext_lazy("Change the figures behind the checks")

        def format_message(self, log_entry: BaseLogEntry) -> str:
            budget = log_entry.data["page_budget"]
            if log_entry.data["checks_external_links"]:
                return _("Page budget: %(budget)s kB. Other sites are asked.") % {"budget": budget}
            return _("Page budget: %(budget)s kB. Other sites are not asked.") % {"budget": budget}

    actions.register_action(
        RESTORE_ACTION,
        gettext_lazy("Put the checks back"),
        gettext_lazy("All checks were put back to what a new site begins with."),
    )


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def ask_for_links(request: StaffRequest, page: Page) -> None:
    """Enqueue the check of links after a save by hand; autosave would send half-typed addresses."""
    if isinstance(page, ArticlePage) and request.accepts("text/html"):
        ask_for_links_of(page)
