"""Wagtail's page of a person's own account, with panels that ask for confirmation."""

from collections.abc import Callable
from functools import partial

from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    ChangePasswordPanel,
    NameEmailSettingsPanel,
    NotificationsSettingsPanel,
    password_management_enabled,
)
from wagtail.users.models import UserProfile

from accounts.own_account.forms import OwnNameForm, OwnPasswordForm
from accounts.second_factor import session


class NamePanel(NameEmailSettingsPanel):
    @property
    def form_class(self) -> Callable[..., BaseForm]:
        return partial(OwnNameForm, request=self.request)


class PasswordPanel(ChangePasswordPanel):
    """Open for a while after the person has shown who they are; before that, the way there."""

    template_name = "accounts/own_account/password_panel.html"

    @property
    def form_class(self) -> Callable[..., BaseForm]:
        return partial(OwnPasswordForm, request=self.request)

    def is_active(self) -> bool:
        """Also for those who have no password yet, and sign in with a passkey."""
        return bool(password_management_enabled())

    def get_context_data(self) -> dict[str, object]:
        form = self.get_form()
        return {
            "form": form,
            "is_open": form.is_bound or session.is_confirmed(self.request),
            "confirm_url": session.confirmation_of(reverse("wagtailadmin_account")),
        }


class OwnAccountView(AccountView):
    request: HttpRequest

    def get_panels(self) -> list[BaseSettingsPanel]:
        """Without Wagtail's checkboxes for mails: none is sent that asks them."""
        user = self.request.user
        profile = UserProfile.get_for_user(user)
        replaced = (NameEmailSettingsPanel, ChangePasswordPanel, NotificationsSettingsPanel)
        kept = [panel for panel in super().get_panels() if type(panel) not in replaced]
        own = [kind(self.request, user, profile) for kind in (NamePanel, PasswordPanel)]
        return [*own, *kept]


own_account = never_cache(require_admin_access(OwnAccountView.as_view()))
