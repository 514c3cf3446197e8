"""Signal receivers that begin sessions at sign-in and end them when a password or role changes."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.devices import cookie
from accounts.devices.notify import notify_if_new
from accounts.sessions import tracking
from accounts.sessions.models import SignIn
from accounts.users import User

# What a person may do, and what proves who they are.
DECISIVE = ("password", "is_superuser", "is_active")


@receiver(user_logged_in, dispatch_uid="accounts.sessions.begin")
def begin(sender: object, request: HttpRequest, user: User, **kwargs: object) -> None:
    if not cookie.is_over_network(request):
        tracking.begin(request, user)
        return
    device, new = cookie.remember(request, user)
    sign_in = tracking.begin(request, user, device)
    if new:
        notify_if_new(user, device, sign_in.network)


@receiver(user_logged_out, dispatch_uid="accounts.sessions.end")
def end(sender: object, request: HttpRequest, **kwargs: object) -> None:
    if hasattr(request, "session"):
        tracking.forget(request)


@receiver(pre_save, sender=User, dispatch_uid="accounts.sessions.before")
def look_at_what_is_stored(
    sender: object, instance: User, update_fields: frozenset[str] | None = None, **kwargs: object
) -> None:
    changed = DECISIVE if update_fields is None else set(DECISIVE) & set(update_fields)
    stored = User.objects.filter(pk=instance.pk).values(*DECISIVE).first() if changed else None
    instance._decisive_before = stored  # type: ignore[attr-defined]


@receiver(post_save, sender=User, dispatch_uid="accounts.sessions.after")
def end_when_password_or_power_changes(sender: object, instance: User, **kwargs: object) -> None:
    before = getattr(instance, "_decisive_before", None)
    if before and any(getattr(instance, field) != value for field, value in before.items()):
        end_others({instance.pk})


def end_when_role_changes(
    sender: object,
    instance: Any,
    action: str,
    reverse: bool,
    pk_set: set[int] | None,
    **kwargs: object,
) -> None:
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    if not reverse:
        changed = {instance.pk} if pk_set or action == "pre_clear" else set()
    elif pk_set is None:
        changed = set(instance.user_set.values_list("pk", flat=True))
    else:
        changed = pk_set
    end_others(changed)


for through in (User.groups.through, User.user_permissions.through):
    m2m_changed.connect(
        end_when_role_changes, sender=through, dispatch_uid=f"accounts.sessions.{through.__name__}"
    )


def end_others(users: set[int]) -> int:
    """End the sessions of these users, but not the one in which this is being done.

    Their browsers stay known: it is the person who has changed, not the machine. Return how many
    sessions have ended that were still open.
    """
    if not users:
        return 0
    others = SignIn.objects.filter(user__in=users).exclude(pk=tracking.current.get())
    over = others.over(timezone.now()).count()
    return others.delete()[0] - over
