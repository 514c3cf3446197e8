"""What stands in front of every view."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

GetResponse = Callable[[HttpRequest], HttpResponse]

# The page editor writes scripts and styles into its own pages; a nonce in the same directive would
# switch 'unsafe-inline' off, so there is none.
ADMIN_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "media-src": [SELF],
    "object-src": [NONE],
}


class RefuseUnreadableRequests:
    """Answer an address or a form that holds a NUL byte with 400 before any database sees it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = unquote_to_bytes(request.META.get("QUERY_STRING", ""))
        if "\0" in request.path_info or (b"\0" in query and not request.path_info == "/recherche/"):
            return TemplateResponse(request, "400.html", status=400).render()
        return self.get_response(request)


class AdminContentSecurityPolicy:
    """Loosen the content security policy below /admin/, and only there."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/admin/"):
            response._csp_update = ADMIN_POLICY
        return response
