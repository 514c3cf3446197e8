"""Middleware of all requests: health, log, unreadable input, headers."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import unquote_to_bytes

import structlog
from django.conf import settings
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, DataError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import BadHeaderError
from django.urls import NoReverseMatch, get_resolver, get_urlconf
from django.utils.cache import add_never_cache_headers, has_vary_header, patch_cache_control
from django.utils.datastructures import MultiValueDictKeyError
from django_structlog.middlewares import RequestMiddleware

from delivery import economy, health
from delivery.admin_files import have_kept, is_admin_file
from delivery.admin_policy import policy_of
from delivery.freshness import seconds_left
from delivery.lifetimes import shortened
from delivery.requests import is_admin
from delivery.sent_values import (
    holds_a_number_beyond_integers,
    is_about_address,
    is_about_query_or_form,
    is_too_deep,
    leads_nowhere,
)

logger = structlog.get_logger(__name__)
# SQLite's answer and PostgreSQL's to a number that no column holds.
BEYOND_INTEGERS = (OverflowError, DataError)
# A line break on its way into a header, a field that a view needs, a filter that a list has not.
UNREADABLE = (BadHeaderError, MultiValueDictKeyError, IncorrectLookupParameters)
# What Wagtail's views raise on a value that is not what they expect: a key that is no number, the
# name of no model, the address of no page. They judge little of what only they send themselves.
UNEXPECTED_VALUES = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    ValidationError,
    NoReverseMatch,
)
GetResponse = Callable[[HttpRequest], HttpResponse]

PREVIEWS = {
    "view_draft",
    "preview_on_add",
    "preview_on_edit",
    "revisions_view",
    "workflow_preview",
}
# No page of ours asks for any of these, and no script that slips in shall.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class Health:
    """Answer the probes of machines, whatever Host they send, before anything else is asked.

    /healthz says that the process is alive; /readyz that all it needs is well, or 503 and what is
    not; what will not be well for long is named beside either. Neither is logged: they come every
    few seconds.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            response = JsonResponse({"status": "ok"})
        elif request.path_info == "/readyz":
            findings = health.report()
            answer: dict[str, Any] = {
                "status": "unwell" if findings else "ok",
                "findings": findings,
            }
            if warnings := health.warnings():
                answer["warnings"] = warnings
            response = JsonResponse(
                answer,
                status=503 if findings else 200,
                json_dumps_params={"ensure_ascii": False},
            )
        else:
            return self.get_response(request)
        add_never_cache_headers(response)
        return response


class RequestLog(RequestMiddleware):
    """Log each request once, under an id that its answer carries as well.

    The log holds no address of a reader, no browser and no query string, where a search tells what
    someone is looking for.
    """

    def __call__(self, request: HttpRequest) -> Any:
        if "request_id" in structlog.contextvars.get_contextvars():
            # A preview: Wagtail sends a request of its own through all middleware, inside ours.
            return self.get_response(request)
        return super().__call__(request)

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        context = structlog.contextvars.get_contextvars()
        response["X-Request-ID"] = context.get("request_id", "")
        # A file that is streamed would get a second line at its end, and lose sendfile.
        logged = HttpResponse(status=response.status_code) if response.streaming else response
        super().handle_response(request, logged)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"

    @staticmethod
    def bind_user_id(request: HttpRequest) -> None:
        """Log the user, unless the database was lost after the answer was made."""
        with suppress(DatabaseError, InterfaceError):
            RequestMiddleware.bind_user_id(request)


class RefuseUnreadableRequests:
    """Answer with 400 what no database can hold and what no view can read.

    The former: a NUL byte, or a number beyond its integers. Where one of Wagtail's own views fails
    on a value of its query or form, that is logged as the error that it is; a failure that no value
    of the request explains stays one.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "\0" in request.META.get("HTTP_COOKIE", ""):
            return self.refuse(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: object, kwargs: object
    ) -> HttpResponse | None:
        # Who is signing in is led to the dashboard instead.
        if is_admin(request) and leads_nowhere(request) and request.user.is_authenticated:
            return self.refuse(request)
        readable = b"\0" not in unquote_to_bytes(request.META.get("QUERY_STRING", ""))
        if readable or getattr(view, "reads_any_text", False):
            return None
        return self.refuse(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        is_read = request.method in ("GET", "HEAD")
        is_beyond = isinstance(error, BEYOND_INTEGERS) and (
            is_read or holds_a_number_beyond_integers(request)
        )
        if is_beyond or isinstance(error, UNREADABLE) or is_too_deep(error):
            logger.warning("unreadable_request", exc_info=error)
            return self.refuse(request)
        if is_admin(request) and isinstance(error, ObjectDoesNotExist) and is_of_wagtail(error):
            # The key came in the query or in the form: of an address, Wagtail's views say it.
            logger.error("unknown_object", exc_info=error)
            return _error_page(request, 404)
        if is_admin(request) and is_of_wagtail(error) and isinstance(error, UNEXPECTED_VALUES):
            if is_about_query_or_form(request, error):
                logger.error("unexpected_value", exc_info=error)
                return self.refuse(request)
            if isinstance(error, ValidationError) and is_about_address(request, error):
                return _error_page(request, 404)
        return None

    @staticmethod
    def refuse(request: HttpRequest) -> HttpResponse:
        return _error_page(request, 400)


class PageHeaders:
    """Say who may keep a page, and which powers of the browser it renounces.

    A page that anyone would get is kept for a minute by the browser that has it, and for a second
    by proxies, so that what is withdrawn is gone for readers who have not read it yet. After that a
    copy may be shown while a new one is fetched, or while the site fails, but not beyond a moment
    at which the page is known to change. A page that a person is signed in to see, or that sets a
    cookie, is kept by nobody. The admin's may be kept by the
    browser that asked, which has to ask again: going back to a form then finds what was typed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if is_admin(request):
            response._csp_replace = policy_of(request)  # type: ignore[attr-defined]
            # A preview comes with the headers of the public page, which nobody may frame.
            response.headers.pop("Content-Security-Policy", None)
            response["X-Frame-Options"] = "SAMEORIGIN"
            # A draft is kept by nobody: it may be what the whole town waits for.
            kept = {"no_store": True} if is_preview(request) else {"no_cache": True}
            patch_cache_control(response, private=True, **kept)
            if is_admin_file(request, response):
                have_kept(request, response)
        elif "private" in response.get("Cache-Control", ""):
            pass  # the view knows who has asked
        elif is_personal(request, response):
            patch_cache_control(response, private=True, no_store=True)
        elif response.status_code in (200, 206) and request.method in ("GET", "HEAD"):
            # The page's own word, where it has one, holds.
            if "Cache-Control" not in response:
                shared = {"public": True, "s_maxage": settings.SHARED_MAX_AGE}
                kept_by = {"private": True} if economy.is_chosen(request) else shared
                patch_cache_control(
                    response,
                    **kept_by,
                    max_age=settings.PAGE_MAX_AGE,
                    stale_while_revalidate=settings.STALE_WHILE_REVALIDATE,
                    stale_if_error=settings.STALE_IF_ERROR,
                )
                left = seconds_left(request)
                if left is not None:
                    response["Cache-Control"] = shortened(response["Cache-Control"], left)
        return response


def _error_page(request: HttpRequest, status: int) -> HttpResponse:
    """The page that the site has for it."""
    page: GetResponse = get_resolver(get_urlconf()).resolve_error_handler(status)
    return page(request, exception=None)  # type: ignore[call-arg]


def is_of_wagtail(error: Exception) -> bool:
    """Whether a view failed in which none of our own code was at work."""
    trace = error.__traceback__
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(str(settings.BASE_DIR)) and "site-packages" not in file:
            return False
        trace = trace.tb_next
    return True


def is_preview(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name in PREVIEWS


def is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether someone else might get another answer, or would share a cookie.

    A view that has set Cache-Control knows that its answer is the same for all.
    """
    if response.cookies or has_vary_header(response, "Cookie"):
        return True
    return settings.SESSION_COOKIE_NAME in request.COOKIES and "Cache-Control" not in response
