"""Registers the pages, panels and log actions of alerts in Wagtail's admin."""

from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models.audit_log import BaseLogEntry
from wagtail.snippets.models import register_snippet

from accounts.log_actions import tell_in_history
from accounts.requests import StaffRequest
from editorial.alerts import approving
from editorial.alerts.views import AlertView, ReadAlertView, panels_for
from editorial.alerts.viewset import AlertViewSet

register_snippet(AlertViewSet)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("alerts/<int:alert_id>/", AlertView.as_view(), name="alert"),
        path(
            "read-afterwards/alerts/<int:entry_id>/",
            ReadAlertView.as_view(),
            name="read_alert_afterwards",
        ),
    ]


@hooks.register("construct_homepage_panels")
def add_alerts_panel(request: StaffRequest, panels: list[Component]) -> None:
    panels.extend(panels_for(request.user))


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    tell_in_history(
        actions,
        approving.APPROVED_ACTION,
        gettext_lazy("Approve an alert"),
        gettext_lazy("Approved for every page: %(text)s"),
    )
    tell_in_history(
        actions,
        approving.ALONE_ACTION,
        gettext_lazy("Alert published alone"),
        gettext_lazy("Put online by whoever worded it, nobody else has read it: %(text)s"),
    )
    tell_in_history(
        actions,
        approving.URGENT_ACTION,
        gettext_lazy("Alert in an emergency"),
        gettext_lazy("Put online in an emergency, without approval: %(text)s. Reason: %(reason)s"),
    )

    @actions.register_action(approving.READ_ACTION)
    class ReadAfterwards(LogFormatter):
        label = gettext_lazy("Alert read afterwards")

        def format_message(self, log_entry: BaseLogEntry) -> str:
            note = log_entry.data["note"]
            message = _("Read after it was put online in an emergency: %(note)s") % {"note": note}
            return message if note else _("Read after it was put online in an emergency.")
