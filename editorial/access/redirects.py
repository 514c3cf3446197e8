"""Redirects: kept by chief editors, within this site; administrators alone lead elsewhere.

Wagtail records who made, changed and deleted each one.
"""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.contrib.redirects import views
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site


class GuardedRedirectForm(RedirectForm):
    """Leads to no other site, and from no address that readers can open."""

    for_user: Any

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned: dict[str, Any] = self.cleaned_data
        link, changed = cleaned.get("redirect_link"), "redirect_link" in self.changed_data
        if link and changed and not leads_home(link) and not self.for_user.is_superuser:
            told = _("To another site, only an administrator leads readers. Choose a page of ours.")
            self.add_error("redirect_link", ValidationError(told))
        if "old_path" in self.changed_data and is_open(cleaned.get("old_path") or ""):
            told = _("Readers can open a page at this address: it needs no redirect.")
            self.add_error("old_path", ValidationError(told))
        return cleaned


def leads_home(link: str) -> bool:
    """Whether the address is one of this site's."""
    hosts = {site.hostname for site in Site.objects.all()}
    return urlsplit(link).hostname in hosts


def is_open(old_path: str) -> bool:
    """Whether a live page has this address."""
    wanted = Redirect.normalise_path(old_path).partition("?")[0].rstrip("/") + "/"
    roots = [site.root_page.url_path for site in Site.objects.select_related("root_page")]
    return Page.objects.live().filter(url_path__in=[root[:-1] + wanted for root in roots]).exists()


class AddRedirectView(views.CreateView):
    form_class = GuardedRedirectForm


class ChangeRedirectView(views.EditView):
    form_class = GuardedRedirectForm


def for_administrators(view: Any) -> Any:
    """An import asks no form of ours, line by line."""

    def guarded(request: HttpRequest) -> HttpResponse:
        if not (request.user.is_authenticated and request.user.is_superuser):
            raise PermissionDenied
        response: HttpResponse = view(request)
        return response

    return guarded


@hooks.register("register_admin_urls")
def register_guarded_redirects() -> list[URLPattern]:
    """In the place of Wagtail's own pages, at their addresses."""
    return [
        path("redirects/add/", AddRedirectView.as_view()),
        path("redirects/<int:redirect_id>/", ChangeRedirectView.as_view()),
        path("redirects/import/", for_administrators(views.start_import)),
        path("redirects/import/process/", for_administrators(views.process_import)),
    ]
