"""The closing of accounts in Wagtail's administration of users."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from accounts.log_actions import tell_in_history
from accounts.models import User
from editorial.departures.closing import DEACTIVATED_ACTION, HANDED_OVER_ACTION
from editorial.departures.views import CloseAccountsBulkAction, CloseAccountView

# After Wagtail's own, which it replaces.
hooks.register("register_bulk_action", CloseAccountsBulkAction, order=100)


@hooks.register("before_delete_user")
def close_account(request: HttpRequest, person: User) -> HttpResponseBase:
    """Answer with the page that shows what hangs on the account, instead of Wagtail's."""
    response = CloseAccountView.as_view()(request, person=person)
    return response.render() if hasattr(response, "render") else response


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    tell_in_history(
        actions,
        HANDED_OVER_ACTION,
        gettext_lazy("Hand over"),
        gettext_lazy("Handed over from %(from)s to %(to)s"),
    )
    tell_in_history(
        actions,
        DEACTIVATED_ACTION,
        gettext_lazy("Deactivate an account"),
        gettext_lazy("Deactivated the account and ended its sessions"),
    )
