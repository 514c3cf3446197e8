"""Signal receivers that record how an attempt to sign in has ended."""

from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.passwords import weak_passwords


@receiver(user_login_failed, dispatch_uid="accounts.throttling.failed")
def wrong_password(sender: object, request: HttpRequest | None = None, **kwargs: object) -> None:
    for attempt in getattr(request, "attempts", [])[-1:]:
        attempt.failed = True


@receiver(user_logged_in, dispatch_uid="accounts.throttling.ended")
def signed_in(sender: object, request: HttpRequest, **kwargs: object) -> None:
    for attempt in getattr(request, "attempts", []):
        attempt.end_well()
    weak_passwords.suggest_better(request)
