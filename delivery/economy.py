"""« Mode économie »: pages without pictures, for readers who pay by the megabyte.

A browser asks for it with `Save-Data` (https://wicg.github.io/savedata/), a reader with a cookie
that holds nothing but the choice. A cache between the site and its readers tells the two kinds of
page apart by `Save-Data`; what answers the cookie is kept by that reader's browser alone.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

COOKIE = "economie"
YEAR = 365 * 24 * 3600


class Economy:
    """Set `request.economy`: whether this reader wants pages without pictures."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.economy = is_wanted(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Save-Data"])
        return response


def is_wanted(request: HttpRequest) -> bool:
    if is_chosen(request):
        return request.COOKIES[COOKIE] == "1"
    return request.headers.get("Save-Data", "").lower() == "on"


def is_chosen(request: HttpRequest) -> bool:
    """Whether the reader has said so, rather than the browser."""
    return request.COOKIES.get(COOKIE) in ("0", "1")


# Pages that hold the form are the same for everyone, so they carry no token; all that a stranger
# could do with it is to hide someone's pictures.
@csrf_exempt
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice `mode` (1 or 0) for a year, and go back to the page `next`."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    response.status_code = 303
    response.set_cookie(
        COOKIE,
        "1" if request.POST.get("mode") == "1" else "0",
        max_age=YEAR,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response
