"""Where a person sees, adds and removes the factors of their own account."""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from wagtail.log_actions import log

from accounts.requests import StaffRequest
from accounts.second_factor import duty, factors, session, tasks
from accounts.second_factor.adapter import site_id
from accounts.second_factor.forms import AppCodeForm, PasswordForm

ADDED = "accounts.second_factor.added"
REMOVED = "accounts.second_factor.removed"
NEW_CODES = "accounts.second_factor.recovery_codes_made"
SECRET = "second_factor_secret"  # noqa: S105
SHOW_CODES = "second_factor_show_codes"
FOLDER = "accounts/second_factor"
LONGEST_NAME = 60


@never_cache
def overview(request: StaffRequest) -> HttpResponse:
    """What is set up, what is missing, and by when."""
    user = request.user
    standing = duty.standing_of(user)
    return _page(
        request,
        "overview",
        _("Second factor"),
        {
            "standing": standing,
            "app": factors.app_of(user),
            "passkeys": factors.passkeys_of(user),
            "codes_left": len(factors.recovery_codes_of(user)),
            "few_codes": factors.FEW_CODES,
            "is_asked": duty.is_asked(user),
        },
    )


@sensitive_post_parameters()
@never_cache
@session.confirmed
def add_app(request: StaffRequest) -> HttpResponse:
    user = request.user
    if factors.app_of(user):
        return redirect("second_factor")
    secret = request.session.setdefault(SECRET, factors.new_secret())
    form = AppCodeForm(request.POST or None)
    if form.is_valid():
        step = factors.step_of(secret, form.cleaned_data["code"])
        if step is None:
            form.add_error(
                "code",
                _(
                    "This code does not match. Wait for the next one; if it goes on, set the clock "
                    "of your telephone to the network's time."
                ),
            )
        else:
            factors.add_app(user, secret, step)
            del request.session[SECRET]
            return _added(request, "app", _("The app is set up."))
    groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    return _page(
        request,
        "add_app",
        _("Set up an app"),
        {"form": form, "picture": factors.picture_of(user, secret), "groups": groups},
    )


@never_cache
@session.confirmed
def add_passkey(request: StaffRequest) -> HttpResponse:
    """The page; the browser's part comes to `passkey_made`."""
    return _page(request, "add_passkey", _("Add a passkey"))


@never_cache
@require_POST
@session.confirmed
def passkey_made(request: StaffRequest) -> HttpResponse:
    """Say what to make a passkey from, or keep the one that was made."""
    if "credential" not in request.POST:
        options, asked = factors.ask_to_register(request.user)
        request.session["passkey_asked"] = asked
        return JsonResponse(options)
    name = " ".join(request.POST.get("name", "").split())[:LONGEST_NAME] or _("Passkey")
    try:
        asked = request.session.pop("passkey_asked")
        factors.add_passkey(request.user, name, asked, json.loads(request.POST["credential"]))
    except (KeyError, RecursionError, ValueError, ValidationError):
        message = _("The passkey could not be read. Try again.")
        return JsonResponse({"error": message}, status=400)
    response = _added(request, "passkey", _("The passkey “%(name)s” is added.") % {"name": name})
    return JsonResponse({"next": response.headers["Location"]})


@never_cache
@session.confirmed
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    factor = get_object_or_404(factors.of(request.user), pk=pk)
    others = factors.of(request.user).exclude(pk=pk).count()
    if request.method == "POST":
        name, kind = str(factor), factor.type
        factors.remove(factor)
        log(request.user, REMOVED, user=request.user, data={"factor": _kind(kind)})
        tasks.tell(request.user, "removed", factor=_kind(kind))
        if not others:
            request.session.pop(session.PROVED, None)
        messages.success(request, _("“%(name)s” is removed.") % {"name": _shown(factor, name)})
        return redirect("second_factor")
    return _page(
        request,
        "remove",
        _("Remove a second factor"),
        {
            "name": _shown(factor, str(factor)),
            "is_last": not others,
            "is_asked": duty.is_asked(request.user),
        },
    )


@never_cache
@session.confirmed
def recovery_codes(request: StaffRequest) -> HttpResponse:
    """The codes, once; later on how many are left, and how to make new ones."""
    user = request.user
    if not factors.of(user).exists():
        return redirect("second_factor")
    if request.method == "POST":
        factors.new_recovery_codes(user)
        request.session[SHOW_CODES] = True
        log(user, NEW_CODES, user=user)
        tasks.tell(user, "new_codes")
        return redirect("second_factor_recovery_codes")
    codes = factors.recovery_codes_of(user)
    shown = request.session.pop(SHOW_CODES, False)
    return _page(
        request,
        "recovery_codes",
        _("Recovery codes"),
        {"codes": codes if shown else [], "left": len(codes), "few_codes": factors.FEW_CODES},
    )


def go_on(request: StaffRequest) -> HttpResponse:
    """To where the person wanted to go when a second factor was asked for."""
    return redirect(session.afterwards(request))


@sensitive_post_parameters()
@never_cache
def confirm(request: StaffRequest) -> HttpResponse:
    """Ask who is there before anything is changed: the password again, counted as at the door."""
    wanted = session.safe(request, request.GET.get("next")) or reverse("second_factor")
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        known = authenticate(
            request,
            username=request.user.get_username(),
            password=form.cleaned_data["password"],
        )
        if known == request.user:
            session.confirm(request)
            return redirect(wanted)
        form.add_error("password", _("This is not your password."))
    return _page(request, "confirm", _("Confirm that it is you"), {"form": form})


def _added(request: StaffRequest, kind: str, message: str) -> HttpResponse:
    """The common end of both ways: on record, told, with recovery codes the first time."""
    user = request.user
    session.prove(request, kind)
    duty.is_fulfilled(user)
    name = _kind(Authenticator.Type.TOTP if kind == "app" else Authenticator.Type.WEBAUTHN)
    log(user, ADDED, user=user, data={"factor": name})
    tasks.tell(user, "added", factor=name)
    messages.success(request, message)
    if factors.recovery_codes_of(user):
        return redirect("second_factor")
    factors.new_recovery_codes(user)
    request.session[SHOW_CODES] = True
    return redirect("second_factor_recovery_codes")


def _kind(kind: str) -> str:
    return _("App on the telephone") if kind == Authenticator.Type.TOTP else _("Passkey")


def _shown(factor: Authenticator, name: str) -> str:
    return name if factor.type == Authenticator.Type.WEBAUTHN else _kind(factor.type)


def _page(
    request: HttpRequest, name: str, title: str, context: dict[str, Any] | None = None
) -> HttpResponse:
    """A page of the admin; without its menu for those to whom nothing in it is open yet."""
    standing = getattr(request, "standing", None)
    barred = bool(standing and standing.is_barred) and not session.has_proved(request)
    trail = [
        {"url": reverse("wagtailadmin_account"), "label": _("Account")},
        {"url": reverse("second_factor"), "label": _("Second factor")},
    ]
    if name != "overview":
        trail.append({"url": "", "label": title})
    frame = {
        "base": f"{FOLDER}/{'step' if barred else 'page'}.html",
        "barred": barred,
        "page_title": title,
        "header_title": title,
        "header_icon": "lock",
        "breadcrumbs_items": trail,
        "site_id": site_id(),
    }
    return render(request, f"{FOLDER}/{name}.html", frame | (context or {}))
