"""The hooks of the list of sessions into the admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import ListingButton
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry

from accounts.sessions.receivers import end_others
from accounts.sessions.views import ENDED, SessionsOfSomebodyView, SessionsView
from accounts.users import User


@hooks.register("register_admin_urls")
def register_sessions() -> list[URLPattern]:
    return [
        path("account/sessions/", SessionsView.as_view(), name="accounts_sessions"),
        path(
            "users/<int:pk>/sessions/",
            SessionsOfSomebodyView.as_view(),
            name="accounts_sessions_of",
        ),
    ]


@hooks.register("register_account_menu_item")
def own_sessions(request: HttpRequest) -> dict[str, object]:
    return {
        "url": reverse("accounts_sessions"),
        "label": gettext("Sessions"),
        "help_text": gettext("Where you are signed in, and how to end it."),
    }


@hooks.register("register_user_listing_buttons")
def sessions_of(user: User, request_user: User) -> Iterator[ListingButton]:
    if request_user.has_perm("accounts.change_user") and (
        request_user.is_superuser or not user.is_superuser
    ):
        yield ListingButton(
            _("Sessions"),
            reverse("accounts_sessions_of", args=[user.pk]),
            icon_name="desktop",
            attrs={"aria-label": gettext("Sessions of %(name)s") % {"name": user}},
            priority=30,
        )


@hooks.register("after_bulk_action")
def end_sessions_of_switched_off(
    request: HttpRequest, action_type: str, objects: list[Any], action: object
) -> None:
    """Wagtail switches many users off without saving any of them."""
    if action_type == "set_active_state":
        end_others({user.pk for user in objects if isinstance(user, User)})


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(ENDED)
    class EndSessions(LogFormatter):
        label = _("End sessions")

        def format_message(self, log_entry: BaseLogEntry) -> str:
            count = log_entry.data.get("count", 1)
            return gettext("Sessions ended: %(count)d") % {"count": count}
