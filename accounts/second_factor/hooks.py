"""The hooks of second factors into Wagtail's admin."""

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.account import BaseSettingsPanel
from wagtail.log_actions import LogActionRegistry
from wagtail.users.models import UserProfile

from accounts.log_actions import tell_in_history
from accounts.requests import StaffRequest
from accounts.second_factor import (
    confirming,
    factors,
    reset_views,
    resets,
    setting_up,
    signing_in,
)
from accounts.second_factor.duty import standing_of
from accounts.second_factor.models import ResetRequest
from accounts.users import User


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    own, reset = "account/security/", "second-factor-resets/"
    return [
        path(own, setting_up.overview, name="second_factor"),
        path(f"{own}app/", setting_up.add_app, name="second_factor_add_app"),
        path(f"{own}passkey/", setting_up.add_passkey, name="second_factor_add_passkey"),
        path(f"{own}passkey/made/", setting_up.passkey_made, name="second_factor_passkey_made"),
        path(f"{own}remove/<int:pk>/", setting_up.remove, name="second_factor_remove"),
        path(f"{own}rename/<int:pk>/", setting_up.rename, name="second_factor_rename"),
        path(
            f"{own}recovery-codes/",
            setting_up.recovery_codes,
            name="second_factor_recovery_codes",
        ),
        path(f"{own}confirm/", confirming.confirm, name="second_factor_confirm"),
        path(
            f"{own}confirm/passkey/",
            confirming.confirm_by_passkey,
            name="second_factor_confirm_by_passkey",
        ),
        path(f"{own}go-on/", setting_up.go_on, name="second_factor_go_on"),
        path(reset, reset_views.waiting, name="second_factor_resets"),
        path(f"{reset}ask/", reset_views.ask, name="second_factor_reset_ask"),
        path(f"{reset}<int:pk>/", reset_views.decide, name="second_factor_reset"),
    ]


class SecurityPanel(BaseSettingsPanel):
    """On the page of one's account: what is set up, with the way there."""

    name = "second_factor"
    title = _("Second factor")
    order = 350

    def get_form(self) -> forms.Form:
        return forms.Form()

    def render(self) -> str:
        return render_to_string(
            "accounts/second_factor/account_panel.html",
            {
                "standing": standing_of(self.user),
                "codes_left": len(factors.recovery_codes_of(self.user)),
                "few_codes": factors.FEW_CODES,
            },
            request=self.request,
        )


@hooks.register("register_account_settings_panel")
def register_security_panel(
    request: HttpRequest, user: User, profile: UserProfile
) -> SecurityPanel:
    return SecurityPanel(request, user, profile)


class DaysLeftPanel(Component):
    """On the dashboard, until a second factor is set up."""

    name = "second_factor"
    order = 5
    template_name = "accounts/second_factor/days_left.html"

    def __init__(self, days: int) -> None:
        self.days = days

    def get_context_data(self, parent_context: object) -> dict[str, object]:
        return {"days": self.days, "url": reverse("second_factor")}


class ResetsPanel(Component):
    """On the dashboard of those who may confirm a reset."""

    name = "second_factor_resets"
    order = 6
    template_name = "accounts/second_factor/resets_panel.html"

    def __init__(self, waiting: list[ResetRequest]) -> None:
        self.waiting = waiting

    def get_context_data(self, parent_context: object) -> dict[str, object]:
        return {"waiting": self.waiting}


@hooks.register("construct_homepage_panels")
def remind(request: StaffRequest, panels: list[Component]) -> None:
    standing = getattr(request, "standing", None)
    if standing and standing.days_left is not None:
        panels.append(DaysLeftPanel(standing.days_left))
    waiting = [
        asked
        for asked in resets.ResetRequest.objects.open().select_related("user", "asked_by")
        if resets.may_decide(request.user, asked)
    ]
    if waiting:
        panels.append(ResetsPanel(waiting))


class ResetsMenuItem(MenuItem):
    def is_shown(self, request: StaffRequest) -> bool:
        return resets.may_take_part(request.user)


@hooks.register("register_settings_menu_item")
def register_resets_menu_item() -> MenuItem:
    return ResetsMenuItem(
        _("Lost second factors"),
        reverse("second_factor_resets"),
        name="second-factor-resets",
        icon_name="lock",
        order=650,
    )


@hooks.register("insert_global_admin_css")
def add_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/second-factor.css"))


LOGGED = {
    setting_up.ADDED: (_("Second factor added"), _("Second factor added: %(factor)s")),
    setting_up.REMOVED: (_("Second factor removed"), _("Second factor removed: %(factor)s")),
    setting_up.RENAMED: (
        _("Second factor renamed"),
        _("Second factor renamed from “%(before)s” to “%(after)s”"),
    ),
    setting_up.NEW_CODES: (_("Recovery codes made"), _("New recovery codes made")),
    signing_in.RECOVERED: (
        _("Recovery code used"),
        _("Signed in with a recovery code; codes left: %(left)s"),
    ),
    resets.ASKED: (
        _("Reset of the second factor asked for"),
        _("Reset of the second factor asked for. Reason: %(reason)s"),
    ),
    resets.REFUSED: (
        _("Reset of the second factor refused"),
        _("Reset of the second factor refused. Reason given: %(reason)s"),
    ),
    resets.DONE: (
        _("Second factor reset"),
        _("Second factor reset, asked for by %(asked_by)s. Reason: %(reason)s"),
    ),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for action, (name, words) in LOGGED.items():
        tell_in_history(actions, action, name, words)
