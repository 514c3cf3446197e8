"""The row of a session: made at sign-in, updated at use, and required to stay signed in."""

from contextvars import ContextVar
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.devices.models import Device
from accounts.devices.user_agents import browser_of, roughly, system_of
from accounts.sessions.models import SignIn
from accounts.users import User
from delivery.outages import try_to_write
from delivery.readers import network_of

KEY = "sign_in"
# Written at most this often.
NOTED_EVERY = timedelta(minutes=1)
# The session of the request that is being answered, for what happens in its course.
# Of none at all, it is a number that no session has.
NONE = UUID(int=0)
current: ContextVar[UUID] = ContextVar("current_sign_in", default=NONE)


def begin(request: HttpRequest, user: User, device: Device | None = None) -> SignIn:
    """Write down that `user` is signed in, and have Django's session name it."""
    sign_in = write_down(request, user, device)
    request.session[KEY] = str(sign_in.pk)
    return sign_in


def write_down(request: HttpRequest, user: User, device: Device | None = None) -> SignIn:
    agent = request.headers.get("User-Agent", "")
    return SignIn.objects.create(
        user=user,
        device=device,
        browser=browser_of(agent),
        system=system_of(agent),
        network=roughly(network_of(request)),
    )


def user_of(request: HttpRequest, user: User | AnonymousUser) -> User | AnonymousUser:
    """`user` as long as their session lasts, or nobody."""
    if isinstance(user, AnonymousUser) or not user.is_authenticated:
        # Somebody who is switched off, or whose password has changed, does not come back to it.
        forget(request)
        return user
    now = timezone.now()
    number = request.session.get(KEY)
    if number is None:
        # From before sessions were written down.
        begun = try_to_write("sign_in", lambda: write_down(request, user))
        if begun is not None:
            request.session[KEY] = str(begun.pk)
            current.set(begun.pk)
        return user
    sign_in = SignIn.objects.filter(pk=number, user=user.pk).first()
    if sign_in is None or sign_in.is_over(now):
        end(request)
        return AnonymousUser()
    note_use(request, sign_in, now)
    current.set(sign_in.pk)
    return user


def note_use(request: HttpRequest, sign_in: SignIn, now: datetime) -> None:
    """Write down that somebody is at work, unless the page asks by itself."""
    if now - sign_in.used_at < NOTED_EVERY or is_passive(request):
        return
    row = SignIn.objects.filter(pk=sign_in.pk)
    try_to_write("sign_in.used_at", lambda: row.update(used_at=now))


def is_passive(request: HttpRequest) -> bool:
    return request.path_info.startswith(tuple(settings.SESSION_PASSIVE_PATHS))


def end(request: HttpRequest) -> None:
    """Sign out the browser of the request, and show the reason in the answer."""
    forget(request)
    request.session.flush()
    if request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
        said = _("This session is over: it was ended, or nobody has used it for too long.")
        messages.info(request, said, fail_silently=True)


def forget(request: HttpRequest) -> None:
    number = request.session.get(KEY)
    if number:
        SignIn.objects.filter(pk=number).delete()
