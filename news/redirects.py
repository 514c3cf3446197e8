"""Redirects from addresses without a page; none leads to a draft."""

from collections.abc import Callable

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

from news.links import was_public


def redirect_of(request: HttpRequest) -> Redirect | None:
    """The redirect that the newsroom has set at the address, with its query or without.

    None where it leads to a page that readers have never seen: its address tells what it is about.
    """
    whole = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    for path in dict.fromkeys((whole, whole.partition("?")[0])):
        found = get_redirect(request, path)
        if found and (found.redirect_page is None or was_public(found.redirect_page)):
            return found
    return None


class Redirects:
    """Middleware: what would be “not found” is led to where the newsroom says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        found = redirect_of(request)
        if found is None or found.link is None:
            return response
        led = HttpResponsePermanentRedirect if found.is_permanent else HttpResponseRedirect
        return led(found.link)
