"""The first authentication backend: it signs nobody in, and refuses too many attempts."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from accounts.devices.cookie import is_over_network
from accounts.passwords.weak_passwords import is_weak
from accounts.throttling.attempts import Attempt

NAMES = ("username", "email", "login")


class Throttle:
    """Refuse too many attempts, in any view that calls `authenticate()`.

    `middleware.ThrottleSignIns` gives the answer.

    It knows nobody (no `get_user`), so that nobody is taken for signed in through it.
    """

    @sensitive_variables("credentials", "password")
    def authenticate(self, request: HttpRequest | None, **credentials: object) -> None:
        """Raises PermissionDenied, which no later backend is asked after, on one try too many."""
        name = next((credentials[key] for key in NAMES if credentials.get(key)), None)
        if request is None or not is_over_network(request) or name is None:
            return None
        password = str(credentials.get("password") or "")
        attempt = Attempt(request, str(name), partial(is_weak, password, str(name)))
        request.attempts = [*getattr(request, "attempts", []), attempt]  # type: ignore[attr-defined]
        if attempt.wait:
            raise PermissionDenied
        return None
