"""How withdrawals hang on to Wagtail's admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.log_actions import LogActionRegistry, LogFormatter

from editorial.withdrawal.views import NewsroomUnpublishBulkAction, UnpublishAPIAction
from editorial.withdrawal.withdraw import WITHDRAWAL_ACTION

# After Wagtail's own, which it replaces.
hooks.register("register_bulk_action", NewsroomUnpublishBulkAction, order=100)


class PagesWithdrawnWithReason(PagesAdminAPIViewSet):
    actions = PagesAdminAPIViewSet.actions | {"unpublish": UnpublishAPIAction}


@hooks.register("construct_admin_api", order=100)
def unpublish_with_a_reason(router: WagtailAPIRouter) -> None:
    router.register_endpoint("pages", PagesWithdrawnWithReason)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(WITHDRAWAL_ACTION)
    class Withdrawn(LogFormatter):
        label = _("Withdraw")

        def format_message(self, log_entry: Any) -> str:
            told = log_entry.data.get("note")
            reason = _("Withdrawn from readers. Reason: %(reason)s") % {
                "reason": log_entry.data["reason"]
            }
            if not told:
                return reason
            told = _("Readers are told: %(note)s") % {"note": told}
            return f"{reason.rstrip('.')}. {told}"
