"""Middleware that treats a half-finished sign-in as anonymous."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.requests import unwrapped
from accounts.second_factor import session
from accounts.second_factor.duty import standing_of

# What the set-up page needs, and the ways out.
OPEN = ("wagtailadmin_logout", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog")


class RequireSecondFactor:
    """Hold back the sessions that a password alone has opened.

    A person who has a second factor and has not shown it in this session is treated as signed out.
    A person who must have one and has none, after the days of grace, sees the set-up page of the
    admin and nothing else. Elsewhere the person is looked up only where a view asks: readers' pages
    are the same for everybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = request.user
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            return self.admin(request, account)
        request.user = SimpleLazyObject(lambda: _known(request, unwrapped(account)))  # type: ignore[assignment]
        return self.get_response(request)

    def admin(self, request: HttpRequest, account: Any) -> HttpResponse:
        if not account.is_authenticated or session.has_proved(request):
            return self.get_response(request)
        standing = standing_of(account)
        if standing.has_factor or standing.is_shut_out:
            request.user = AnonymousUser()
        elif standing.is_barred and not _is_open(request.path_info):
            return _to_set_up(request)
        request.standing = standing  # type: ignore[attr-defined]
        return self.get_response(request)


def _known(request: HttpRequest, account: Any) -> Any:
    if not account.is_authenticated or session.has_proved(request):
        return account
    standing = standing_of(account)
    return AnonymousUser() if standing.has_factor or standing.is_barred else account


def _is_open(path: str) -> bool:
    return path.startswith(
        (reverse("second_factor"), reverse("wagtailadmin_login"), *map(reverse, OPEN))
    )


def _to_set_up(request: HttpRequest) -> HttpResponse:
    address = reverse("second_factor")
    if request.headers.get("x-requested-with") == "XMLHttpRequest" or (
        "application/json" in request.headers.get("accept", "")
    ):
        message = _("Set up your second factor first: %(address)s") % {"address": address}
        return JsonResponse({"error": message}, status=403)
    if request.method == "GET":
        session.go_on_to(request, request.get_full_path())
    return redirect(address)
