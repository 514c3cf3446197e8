"""The cookie by which a browser is known that has signed in before."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.devices.models import Device, hash_of
from accounts.devices.user_agents import browser_of, system_of
from accounts.users import User

COOKIE = "appareil"
KEPT = timedelta(days=365)


def is_over_network(request: HttpRequest | None) -> bool:
    """Whether the request came from somewhere, and was not made by our own code."""
    return request is not None and "REMOTE_ADDR" in request.META


def known_to(request: HttpRequest, name: str) -> Device | None:
    """The device that asks, if it has signed in before to the account of this name or address."""
    token = request.COOKIES.get(COOKIE, "")
    if not token or not name:
        return None
    account = Q(user__username__iexact=name) | Q(user__email__iexact=name)
    return Device.objects.with_token(token).filter(account).first()


def remember(request: HttpRequest, user: User) -> tuple[Device, bool]:
    """The device that `user` is using, and whether it is new to them.

    A token that nobody has signed in with yet may have been slipped in: it is replaced.
    """
    agent = request.headers.get("User-Agent", "")
    named = {"browser": browser_of(agent), "system": system_of(agent), "seen_at": timezone.now()}
    token = request.COOKIES.get(COOKIE, "")
    if not token or not Device.objects.with_token(token).exists():
        token = secrets.token_urlsafe(32)
    device, new = Device.objects.update_or_create(
        user=user, token_hash=hash_of(token), defaults=named
    )
    request.device_token = token  # type: ignore[attr-defined]
    return device, new


def keep(request: HttpRequest, response: HttpResponse) -> None:
    """Have the browser keep the token that `remember` has given it."""
    token = getattr(request, "device_token", "")
    if token:
        response.set_cookie(
            COOKIE,
            token,
            max_age=KEPT,
            path=reverse("wagtailadmin_home"),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def prune(now: datetime) -> int:
    """Forget the browsers that have not been seen for as long as their cookie lives."""
    return Device.objects.forgotten_since(now - KEPT).delete()[0]
