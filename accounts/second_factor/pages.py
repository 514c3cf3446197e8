"""The frame of the pages of one's own second factor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.second_factor import session
from accounts.second_factor.adapter import site_id

FOLDER = "accounts/second_factor"


def show(
    request: HttpRequest, name: str, title: str, context: dict[str, object] | None = None
) -> HttpResponse:
    """A page of the admin; without its menu for those to whom nothing in it is open yet."""
    standing = getattr(request, "standing", None)
    barred = bool(standing and standing.is_barred) and not session.has_proved(request)
    trail = [
        {"url": reverse("wagtailadmin_account"), "label": _("Account")},
        {"url": reverse("second_factor"), "label": _("Second factor")},
    ]
    if name != "overview":
        trail.append({"url": "", "label": title})
    frame = {
        "base": f"{FOLDER}/{'step' if barred else 'page'}.html",
        "barred": barred,
        "page_title": title,
        "header_title": title,
        "header_icon": "lock",
        "breadcrumbs_items": trail,
        "site_id": site_id(),
    }
    return render(request, f"{FOLDER}/{name}.html", frame | (context or {}))
