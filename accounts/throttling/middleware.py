"""Middleware that answers attempts to sign in, whichever view they went through."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.devices import cookie
from accounts.passwords import weak_passwords
from accounts.too_many_tries import too_many_passwords

GetResponse = Callable[[HttpRequest], HttpResponse]


class ThrottleSignIns:
    """Answer 429 to a try too many, give right passwords their count back, keep known devices."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for attempt in getattr(request, "attempts", []):
            if attempt.wait:
                return too_many_passwords(request, attempt.wait)
            if not attempt.failed:
                attempt.give_back()
                if attempt.is_weak():
                    weak_passwords.remember(request)
        if getattr(request, "attempts", []) and request.user.is_authenticated:
            weak_passwords.suggest_better(request)
        cookie.keep(request, response)
        return response
