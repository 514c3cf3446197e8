"""Entries of the workflow in the history of a page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from editorial.workflow.review import UNDONE_ACTION


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(UNDONE_ACTION)
    class ApprovalUndone(LogFormatter):
        label = _("Approval undone by a change")

        def format_message(self, log_entry: Any) -> str:
            return _("Changed after the approval of “%(step)s”, which is asked again.") % {
                "step": log_entry.data["step"]
            }
