"""The admin view that reads the address of a video or a post for the editor."""

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, json_script
from django.views.decorators.http import require_safe
from wagtail import hooks

from news.embeds import read_address, without_tracking
from news.typed_text import clean_text


@require_safe
def read_embed_view(request: HttpRequest) -> JsonResponse:
    """JSON: the `address` without what tracks, the `title` and `kind` that it tells, or ""."""
    address = without_tracking(clean_text(request.GET.get("url", ""), one_line=True).strip())
    read = read_address(address)
    found = {"title": read.title, "kind": read.kind} if read else {"title": "", "kind": ""}
    return JsonResponse({"address": address, **found})


@hooks.register("register_admin_urls")
def register_reading() -> list[URLPattern]:
    return [path("read-embed/", read_embed_view, name="read_embed")]


@hooks.register("insert_editor_js")
def add_script() -> str:
    address = json_script(reverse("read_embed"), "actujet-embed")
    return address + format_html(
        '<script type="module" src="{}"></script>', static("js/admin/embed.js")
    )
