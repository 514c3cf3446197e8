"""Redirects from addresses without a page, written or by a former address; none to a draft."""

from collections.abc import Callable

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.urls import resolve
from django.utils.encoding import iri_to_uri
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

from delivery.request_cache import cached_for_request
from news.former_addresses import address_now
from news.links import was_public
from news.routing import route, serve

# What is below them is no page of readers, or has names with capitals.
OTHER_ADDRESSES = ("/admin/", "/api/", "/documents/", "/media/", "/static/")


def redirect_of(request: HttpRequest) -> Redirect | None:
    """The redirect that the newsroom has set at the address, with its query or without.

    None where it leads to a page that readers have never seen: its address tells what it is about.
    """
    whole = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    for path in dict.fromkeys((whole, whole.partition("?")[0])):
        found = get_redirect(request, path)
        if found and found.automatically_created:
            # One for all sites that was set by hand goes before one of this site that was not.
            everywhere = Redirect.objects.filter(site=None, automatically_created=False)
            found = everywhere.filter(old_path=found.old_path).first() or found
        if found and (found.redirect_page is None or was_public(found.redirect_page)):
            return found
    return None


def where_it_has_gone(request: HttpRequest) -> str | None:
    """The address to which readers are led who ask for a page that was moved or renamed."""
    if not _asks_for_a_page(request):
        return None
    paths = dict.fromkeys((request.path_info, request.path_info.lower()))
    found = (address_now(request, path) for path in paths)
    now = cached_for_request("address now", lambda: next(filter(None, found), None))
    return now and iri_to_uri(now)


def lower_case_address(request: HttpRequest) -> str | None:
    """The address of `request` in lower case, if there is a page: /Politique/ is /politique/.

    Ours are all in lower case; an address that was dictated or typed on a phone often is not.
    """
    path = request.path_info
    lower = path.lower()
    if lower == path or not _asks_for_a_page(request):
        return None
    try:
        if resolve(lower).func is serve and route(request, lower) is None:
            return None
    except Http404:
        return None
    return iri_to_uri(lower)


def _asks_for_a_page(request: HttpRequest) -> bool:
    is_reading = request.method in ("GET", "HEAD")
    return is_reading and not request.path_info.lower().startswith(OTHER_ADDRESSES)


class Redirects:
    """Middleware: what would be “not found” is led to where the newsroom says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        found = redirect_of(request)
        if found is None or found.link in (None, request.path):
            address = where_it_has_gone(request) or lower_case_address(request)
            query = request.META.get("QUERY_STRING")
            if address is None:
                return response
            return HttpResponsePermanentRedirect(address + (f"?{query}" if query else ""))
        led = HttpResponsePermanentRedirect if found.is_permanent else HttpResponseRedirect
        return led(found.link)
