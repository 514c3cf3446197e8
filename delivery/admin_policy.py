"""The content security policy of the admin."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest

from delivery.inline_scripts import HASHES

POLICY = {
    # Previews hold the inline scripts of the readers' pages.
    "script-src": [SELF, *HASHES],
    # Wagtail's editors of text and of focal points style what they show from their scripts.
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:", *settings.MEDIA_SOURCES],
    "frame-src": [SELF],
    # Previews are shown in a frame of the page editor.
    "frame-ancestors": [SELF],
    "media-src": [SELF],
    "object-src": [NONE],
}
# A hash or a nonce in the same directive would switch 'unsafe-inline' off: neither is there.
WITH_INLINE_SCRIPTS = POLICY | {"script-src": [SELF, UNSAFE_INLINE]}

# The forms in whose pages Wagtail 8 starts a chooser or a row of forms by a script of its own
# (`wagtail.admin.widgets.chooser`, `wagtailadmin/panels/*.html`, `wagtailsearchpromotions`). All
# other pages run none: `tests/editorial/test_admin_walk.py` walks them.
ROUTES_WITH_INLINE_SCRIPTS = frozenset(
    {
        "admin/groups/edit/<int:pk>/",
        "admin/groups/new/",
        "admin/pages/<int:page_id>/copy/",
        "admin/pages/<int:page_id>/correct/",
        "admin/pages/<int:page_id>/edit/",
        "admin/pages/<int:page_id>/revisions/<int:revision_id>/revert/",
        "admin/pages/<int:page_to_move_id>/move/",
        "admin/pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/"
        "<int:parent_page_id>/",
        "admin/pages/create/<slug:app_label>/<slug:model_name>",
        "admin/redirects/<int:redirect_id>/",
        "admin/redirects/add/",
        "admin/searchpicks/<int:query_id>/",
        "admin/searchpicks/add/",
        "admin/settings/<slug:app_name>/<slug:model_name>/<int:pk>/",
        "admin/sites/copy/<int:pk>/",
        "admin/sites/edit/<int:pk>/",
        "admin/sites/new/",
        "admin/snippets/home/alert/add/",
        "admin/snippets/home/alert/edit/<int:pk>/",
        "admin/snippets/home/campaign/add/",
        "admin/snippets/home/campaign/edit/<int:pk>/",
        "admin/snippets/news/author/add/",
        "admin/snippets/news/author/copy/<int:pk>/",
        "admin/snippets/news/author/edit/<int:pk>/",
        "admin/une/",
        "admin/workflows/add/",
        "admin/workflows/edit/<int:pk>/",
    }
)


def policy_of(request: HttpRequest) -> dict[str, list[str]]:
    """Return the policy of the answer to `request`: wider only where Wagtail needs it."""
    match = request.resolver_match
    if match and match.route in ROUTES_WITH_INLINE_SCRIPTS:
        return WITH_INLINE_SCRIPTS
    return POLICY
