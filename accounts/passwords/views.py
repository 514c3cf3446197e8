"""Wagtail's pages for a new password, with limits and known devices."""

from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.account import (
    PasswordResetConfirmView,
    PasswordResetDoneView,
    PasswordResetView,
)

from accounts.devices import cookie
from accounts.passwords.requests import wait_of
from accounts.second_factor import tasks
from accounts.too_many_tries import too_many_resets
from jobs.health import mail_is_late


class AskView(PasswordResetView):
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        wait = wait_of(request)
        if wait:
            return too_many_resets(request, wait)
        return super().post(request, *args, **kwargs)


class AskedView(PasswordResetDoneView):
    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(mail_is_late=mail_is_late(), **kwargs)


class ChooseView(PasswordResetConfirmView):
    """Wagtail's page for the new password, which makes the browser known to the account."""

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        response = super().form_valid(form)
        cookie.remember(self.request, form.user)
        tasks.tell(form.user, "password_changed")
        return response
