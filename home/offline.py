"""The site as an application: its manifest, its service worker, what is kept on the device."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from delivery.pages.views import page_cached
from home.icons import icon_address
from home.models import Identity

ICON_SIZES = (192, 512)
PAPER = "#fdfbf7"


@page_cached()
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """https://www.w3.org/TR/appmanifest/"""
    identity = Identity.for_request(request)
    icons = [
        {
            "src": icon_address(identity, size),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in ICON_SIZES
        for purpose in ("any", "maskable")
    ]
    described = {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "name": identity.name,
        "short_name": identity.name[:12].strip(),
        "description": identity.tagline,
        "lang": "fr",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
    }
    return JsonResponse(described, content_type="application/manifest+json")


@page_cached()
@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """What this device keeps; the page itself is the same for everyone."""
    return render(request, "home/readings.html")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Asked for again at each visit, so that a new edition of the site reaches every reader."""
    parts = ("css/site.css", "css/pages.css", "js/site.js", "js/pages.js")
    files = [static(part) for part in parts]
    context = {
        "files": files,
        "fallback": reverse("readings"),
        "version": sha256("".join(files).encode()).hexdigest()[:12],
    }
    response = render(request, "home/sw.js", context, content_type="text/javascript")
    patch_cache_control(response, public=True, no_cache=True)
    return response
