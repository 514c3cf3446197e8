"""The state of a sign-in that is kept in the session.

A session whose person has a second factor counts as signed in only once it has proved one.
"""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.sessions.models import SignIn
from accounts.users import User

PROVED = "second_factor"
PENDING = "second_factor_pending"
CONFIRMED_AT = "second_factor_confirmed_at"
AFTERWARDS = "second_factor_afterwards"
# Seconds from the right password to the code.
PATIENCE = 10 * 60


@dataclass(frozen=True)
class Pending:
    """Somebody whose password was right, and who has not shown the second factor yet."""

    user_id: int
    backend: str
    password_hash: str
    remember: bool
    next_url: str
    at: float


def await_factor(request: HttpRequest, user: User, remember: bool, next_url: str) -> None:
    request.session.cycle_key()
    backend = getattr(user, "backend", "") or own_backend()
    request.session[PENDING] = asdict(
        Pending(user.pk, backend, user.get_session_auth_hash(), remember, next_url, time.time())
    )


def pending(request: HttpRequest) -> tuple[Pending, User] | None:
    """Return the person between the two steps; None after too long or a change of password."""
    kept = request.session.get(PENDING)
    if not kept:
        return None
    state = Pending(**kept)
    user = User.objects.filter(pk=state.user_id, is_active=True).first()
    if user is None or time.time() - state.at > PATIENCE:
        return None
    if not constant_time_compare(state.password_hash, user.get_session_auth_hash()):
        return None
    return state, user


def enter(request: HttpRequest, user: User, factor: str, remember: bool, backend: str) -> None:
    """Sign a person in who has proved a second factor."""
    request.session.pop(PENDING, None)
    login(request, user, backend=backend)
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if remember else 0)
    prove(request, factor)
    confirm(request)


def prove(request: HttpRequest, factor: str) -> None:
    request.session[PROVED] = factor


def has_proved(request: HttpRequest) -> bool:
    return bool(request.session.get(PROVED))


def confirm(request: HttpRequest) -> None:
    """The person has just shown who they are: they may change how they sign in for a while."""
    request.session[CONFIRMED_AT] = time.time()


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the person has shown who they are within SIGN_IN_CONFIRMED_MINUTES."""
    age = time.time() - request.session.get(CONFIRMED_AT, 0)
    return bool(age < settings.SIGN_IN_CONFIRMED_MINUTES * 60)


def confirmed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view through for those who have shown who they are within the last minutes."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if is_confirmed(request):
            return view(request, *args, **kwargs)
        return redirect(confirmation_of(request.get_full_path()))

    return guarded


def confirmation_of(address: str) -> str:
    """The page that asks who is there, and then leads to `address`."""
    return f"{reverse('second_factor_confirm')}?{urlencode({'next': address})}"


def ask_to_confirm() -> str:
    """The error of a field whose form waits, with what was typed, while another tab asks."""
    return format_html(
        '{} <a href="{}" target="_blank">{}</a>',
        _("Nothing is saved yet: confirm first that it is you, then save again."),
        reverse("second_factor_confirm"),
        _("Confirm (new tab)"),
    )


def go_on_to(request: HttpRequest, address: str) -> None:
    request.session[AFTERWARDS] = address


def afterwards(request: HttpRequest) -> str:
    """Return the address that the person wanted before a second factor was asked for."""
    return str(request.session.pop(AFTERWARDS, "")) or reverse("wagtailadmin_home")


def safe(request: HttpRequest, address: str | None) -> str:
    """An address of this site as it came, or ""."""
    address = address or ""
    allowed = address.isprintable() and url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if allowed else ""


def own_backend() -> str:
    """The backend that knows our people, for those who sign in without a password."""
    return next(
        path
        for path in settings.AUTHENTICATION_BACKENDS
        if issubclass(import_string(path), ModelBackend)
    )


def end_all(user: User) -> int:
    """End every session of a person; sessions are known by their content only."""
    ended = 0
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
            ended += 1
    SignIn.objects.filter(user=user).end()
    return ended


def asking(request: HttpRequest, options: dict[str, Any], asked: dict[str, Any]) -> JsonResponse:
    """The browser's question for a passkey; `asked` is kept for its answer."""
    request.session["passkey_asked"] = asked
    return JsonResponse(options)


def answered(request: HttpRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was asked, once, and what a passkey signed.

    Raises KeyError, ValueError, RecursionError.
    """
    asked = request.session.pop("passkey_asked")
    return asked, json.loads(request.POST["credential"])
