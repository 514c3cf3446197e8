"""The two files of the admin that views make: its icons, and the words of its scripts.

They are the same for everybody, and Wagtail would have them sent anew with each page.
"""

from django.http import HttpRequest, HttpResponse

from delivery.compression import holds_no_secret

# The address of the icons names their content.
ICONS = "wagtailadmin_sprite"
WORDS = "wagtailadmin_javascript_catalog"
A_YEAR = "private, max-age=31536000, immutable"
UNTIL_CHANGED = "private, no-cache"


def is_admin_file(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    return (
        match is not None
        and match.url_name in (ICONS, WORDS)
        and response.status_code == 200
        and request.method in ("GET", "HEAD")
    )


def have_kept(request: HttpRequest, response: HttpResponse) -> None:
    """Have the browser keep the file: who signs in anew need not load it again."""
    match = request.resolver_match
    names_content = match is not None and match.url_name == ICONS and "h" in request.GET
    response["Cache-Control"] = A_YEAR if names_content else UNTIL_CHANGED
    for header in ("Expires", "Vary"):
        response.headers.pop(header, None)
    holds_no_secret(response)
