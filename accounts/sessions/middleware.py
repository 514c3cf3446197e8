"""Middleware that signs a request out when its session is over."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from accounts.requests import unwrapped
from accounts.sessions import tracking

GetResponse = Callable[[HttpRequest], HttpResponse]


class LastingSessions:
    """Looks nothing up before somebody asks who it is, and never for readers without a session."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        claimed = request.user
        checked = SimpleLazyObject(lambda: tracking.user_of(request, unwrapped(claimed)))
        request.user = checked  # type: ignore[assignment]
        before = tracking.current.set(tracking.NONE)
        try:
            return self.get_response(request)
        finally:
            tracking.current.reset(before)
