"""The sign-in page and the step after it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from wagtail.admin.views.account import LoginView
from wagtail.log_actions import log

from accounts.second_factor import attempts, factors, session, tasks
from accounts.second_factor.adapter import site_id
from accounts.second_factor.duty import standing_of
from accounts.second_factor.forms import AppCodeForm, RecoveryCodeForm
from accounts.second_factor.refusals import mark_closed, say_why
from accounts.users import User

RECOVERED = "accounts.second_factor.recovery_code_used"


@method_decorator(sensitive_post_parameters(), name="dispatch")
@method_decorator(never_cache, name="dispatch")
@method_decorator(csrf_protect, name="dispatch")
class SignInView(LoginView):
    """Wagtail's own, which a password alone passes only where there is no second factor."""

    def get_redirect_url(self, *args: object) -> str:
        return session.safe(self.request, super().get_redirect_url())

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        standing = standing_of(user)
        if standing.has_factor:
            remember = bool(form.cleaned_data.get("remember"))
            session.await_factor(self.request, user, remember, self.get_success_url())
            return redirect(_first_step(user))
        if standing.is_shut_out:
            form.add_error(
                None,
                _(
                    "Your second factor was reset, and the day to set up a new one is over. "
                    "Ask two colleagues for another reset."
                ),
            )
            return self.form_invalid(form)
        response: HttpResponse = super().form_valid(form)
        session.confirm(self.request)
        return response

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**kwargs) | {"site_id": site_id()}


@sensitive_post_parameters()
@never_cache
@csrf_protect
def app_code(request: HttpRequest) -> HttpResponse:
    """The code of the app, after the password."""
    found = session.pending(request)
    if found is None:
        return _begin_again(request)
    state, user = found
    if not factors.app_of(user):
        return redirect(_first_step(user))
    form = AppCodeForm(request.POST or None)
    if form.is_valid():
        code = form.cleaned_data["code"]
        outcome = attempts.try_code(user, "app", lambda: factors.accept_app_code(user, code))
        if outcome.accepted:
            session.enter(request, user, "app", state.remember, state.backend)
            return redirect(state.next_url)
        say_why(form, user, outcome)
    return _step(request, "code", form, user)


@sensitive_post_parameters()
@never_cache
@csrf_protect
def recovery_code(request: HttpRequest) -> HttpResponse:
    """A code from the sheet, for the day without telephone or key."""
    found = session.pending(request)
    if found is None:
        return _begin_again(request)
    state, user = found
    form = RecoveryCodeForm(request.POST or None)
    if form.is_valid():
        code = form.cleaned_data["code"]
        outcome = attempts.try_code(
            user, "recovery", lambda: factors.accept_recovery_code(user, code)
        )
        if outcome.accepted:
            session.enter(request, user, "recovery", state.remember, state.backend)
            left = len(factors.recovery_codes_of(user))
            log(user, RECOVERED, user=user, data={"left": left})
            tasks.tell(user, "recovery_code_used", left=str(left))
            messages.warning(request, _say_how_many(left))
            return redirect("second_factor" if left <= factors.FEW_CODES else state.next_url)
        say_why(form, user, outcome)
    return _step(request, "recovery", form, user)


@never_cache
@csrf_protect
def passkey(request: HttpRequest) -> HttpResponse:
    """The page of the step for a person whose only second factor is a passkey."""
    found = session.pending(request)
    if found is None:
        return _begin_again(request)
    return _step(request, "passkey", None, found[1])


@never_cache
@csrf_protect
@require_POST
def passkey_answer(request: HttpRequest, alone: bool) -> JsonResponse:
    """Ask for a passkey, or take what it signed; `alone`, it replaces the password as well."""
    found = None if alone else session.pending(request)
    if not alone and found is None:
        message = _("You took longer than ten minutes. Sign in again.")
        return JsonResponse({"error": message}, status=400)
    state, user = found or (None, None)
    if "credential" not in request.POST:
        return session.asking(request, *factors.ask_to_authenticate(user))
    try:
        key = factors.accept_passkey(user, *session.answered(request))
        person = User.objects.get(pk=key.user_id, is_active=True)
    except (KeyError, RecursionError, ValueError, ValidationError, User.DoesNotExist):
        message = _("This passkey opens no account here. Use another one, or your password.")
        return JsonResponse({"error": message}, status=400)
    if state:
        session.enter(request, person, "passkey", state.remember, state.backend)
        return JsonResponse({"next": state.next_url})
    session.enter(request, person, "passkey", False, session.own_backend())
    wanted = session.safe(request, request.POST.get("next"))
    return JsonResponse({"next": wanted or reverse("wagtailadmin_home")})


def _first_step(user: User) -> str:
    return "second_factor_code" if factors.app_of(user) else "second_factor_passkey"


def _begin_again(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("wagtailadmin_home")
    messages.error(request, _("Sign in with your password first."))
    return redirect("wagtailadmin_login")


def _step(request: HttpRequest, name: str, form: forms.Form | None, user: User) -> HttpResponse:
    response = render(
        request,
        f"accounts/second_factor/sign_in_{name}.html",
        {
            "form": form,
            "person": user,
            "site_id": site_id(),
            "has_app": bool(factors.app_of(user)),
            "has_passkey": bool(factors.passkeys_of(user)),
        },
    )
    return mark_closed(response, form)


def _say_how_many(left: int) -> str:
    if left == 0:
        return _("That was your last recovery code. Make new ones now.")
    return ngettext(
        "You have %(left)s recovery code left.", "You have %(left)s recovery codes left.", left
    ) % {"left": left}
