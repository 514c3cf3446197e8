"""What nginx says with the answers that it sends by itself: the headers that Django gives them."""

from io import BytesIO

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from delivery.pages.answers import Headers, finished
from delivery.pages.basis import Basis
from delivery.pages.laying import OF_KIND, digest_of
from delivery.pages.snapshots import Snapshot
from delivery.pages.views import FRONT, page_cached

TEXT = "<!doctype html><title>A page</title>" + "<p>With nothing of its own." * 100


@page_cached()
def plain_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(TEXT)


urlpatterns = [path("", plain_page)]


def headers_of_pages() -> Headers:
    """The headers of each public page as the settings have them, without those of its kind."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "SERVER_NAME": settings.BASE_URL.rpartition("/")[2],
        "SERVER_PORT": "443",
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(),
        FRONT: True,
    }
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        environ[name] = value
    request = WSGIRequest(environ)
    request.urlconf = __name__
    response = WSGIHandler().get_response(request)
    headers = list(response.items())
    answer = finished(headers, b"".join(response), Basis(frozenset(), Snapshot(0, 0), 0))
    return [each for each in answer.headers if each[0].lower() not in OF_KIND]


def configuration() -> str:
    """Directives of nginx, for the location of the pages (`deploy/nginx.conf`)."""
    headers = headers_of_pages()
    lines = [
        "# Made by manage.py nginx_headers. Make it anew after each upgrade and each change of",
        "# settings: pages whose headers are others come from Django until then.",
        f"set $page_headers {digest_of(headers)};",
        *(f"add_header {name} {_quoted(value)};" for name, value in headers),
    ]
    return "\n".join(lines)


def _quoted(value: str) -> str:
    if "$" in value:
        raise ValueError(f"nginx would take the $ for a variable: {value}")
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
