"""Confirmation of identity before a change of the account: password or factor."""

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.requests import StaffRequest
from accounts.second_factor import attempts, factors, pages, session
from accounts.second_factor.forms import AppCodeForm, PasswordForm
from accounts.second_factor.refusals import mark_closed, say_why
from accounts.users import User

FORMS: dict[str, type[forms.Form]] = {"password": PasswordForm, "app": AppCodeForm}


@sensitive_post_parameters()
@never_cache
def confirm(request: StaffRequest) -> HttpResponse:
    """Ask in one of the ways that the person has; counted as at the door."""
    user = request.user
    ways = _ways(request, user)
    way = request.GET.get("with", "")
    way = way if way in ways else ways[0]
    wanted = session.safe(request, request.GET.get("next"))
    form = FORMS[way](request.POST or None) if way in FORMS else None
    if form and form.is_valid() and _is_shown(request, way, form):
        return redirect(_done(request, wanted))
    context: dict[str, object] = {
        "form": form,
        "way": way,
        "others": [other for other in ways if other != way],
        "next_url": wanted,
        "back": _back(wanted),
    }
    response = pages.show(request, "confirm", _("Confirm that it is you"), context)
    return mark_closed(response, form)


@never_cache
@require_POST
def confirm_by_passkey(request: StaffRequest) -> JsonResponse:
    """Ask for a passkey of the person, or take what it signed."""
    user = request.user
    if "credential" not in request.POST:
        return session.asking(request, *factors.ask_to_authenticate(user))
    try:
        factors.accept_passkey(user, *session.answered(request))
    except (KeyError, RecursionError, ValueError, ValidationError):
        message = _("This passkey is none of yours here. Use another one, or another way.")
        return JsonResponse({"error": message}, status=400)
    return JsonResponse({"next": _done(request, session.safe(request, request.POST.get("next")))})


def _ways(request: StaffRequest, user: User) -> list[str]:
    """Return the ways in which this person can confirm, the one of this session first."""
    ways = {
        "password": user.has_usable_password(),
        "app": factors.app_of(user) is not None,
        "passkey": bool(factors.passkeys_of(user)),
    }
    own = request.session.get(session.PROVED)
    has = [way for way, there in ways.items() if there] or ["password"]
    return sorted(has, key=lambda way: way != own)


def _is_shown(request: StaffRequest, way: str, form: forms.Form) -> bool:
    user = request.user
    if way == "password":
        known = authenticate(
            request, username=user.get_username(), password=form.cleaned_data["password"]
        )
        if known != user:
            form.add_error("password", _("This is not your password."))
        return known == user
    code = form.cleaned_data["code"]
    outcome = attempts.try_code(user, "app", lambda: factors.accept_app_code(user, code))
    if not outcome.accepted:
        say_why(form, user, outcome)
    return outcome.accepted


def _done(request: StaffRequest, wanted: str) -> str:
    session.confirm(request)
    if wanted:
        return wanted
    # The form that waits is in another tab.
    messages.success(request, _("It is you. Go back to the tab where you were, and save there."))
    return reverse("second_factor")


def _back(wanted: str) -> str:
    """A page that asks for nothing."""
    account, resets = reverse("wagtailadmin_account"), reverse("second_factor_resets")
    if wanted == account:
        return account
    return resets if wanted.startswith(resets) else reverse("second_factor")
