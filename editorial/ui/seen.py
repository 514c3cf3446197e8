"""The line beside a live page that says whether readers get the version that was published.

The browser asks for the public page as a reader's would (`static/js/admin/seen.js`) and compares
the number that the page carries (`data-version` in `templates/base.html`).
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.models import Page


def seen_line(page: Page | None, request: HttpRequest) -> SafeString:
    """Return the line, or nothing for what readers do not get or this browser cannot ask for.

    page: as it is in the database, not as a draft of it would be.
    """
    if page is None or not page.live or not page.live_revision_id:
        return SafeString("")
    parts = page.get_url_parts(request)
    if not parts or not parts[2] or page.get_view_restrictions().exists():
        return SafeString("")
    _site, root, path = parts
    # A browser lets no page read an answer of another host.
    if urlsplit(root).hostname != urlsplit(f"//{request.get_host()}").hostname:
        return SafeString("")
    context = {"address": path, "version": page.live_revision_id, "zone": settings.TIME_ZONE}
    return render_to_string("editorial/ui/seen.html", context)


def with_seen_line(message: str, page: Page, request: HttpRequest) -> SafeString:
    """Return a message on a publication with the line below it."""
    return format_html("{}{}", message, seen_line(page, request))
