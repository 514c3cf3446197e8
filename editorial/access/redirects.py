"""Limits the redirects of chief editors to this site.

Administrators may also redirect to other sites. Wagtail logs each change.
"""

from collections.abc import Callable
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

from accounts.models import User

View = Callable[[HttpRequest], HttpResponse]


class GuardedRedirectForm(RedirectForm):
    """Refuses redirects to other sites, and from addresses of live pages."""

    for_user: User

    def clean(self) -> dict[str, str]:
        super().clean()
        cleaned: dict[str, str] = self.cleaned_data
        link, changed = cleaned.get("redirect_link"), "redirect_link" in self.changed_data
        if link and changed and not is_own_address(link) and not self.for_user.is_superuser:
            message = _(
                "To another site, only an administrator leads readers. Choose a page of ours."
            )
            self.add_error("redirect_link", ValidationError(message))
        if "old_path" in self.changed_data and is_live_page(cleaned.get("old_path") or ""):
            message = _("Readers can open a page at this address: it needs no redirect.")
            self.add_error("old_path", ValidationError(message))
        return cleaned


def is_own_address(link: str) -> bool:
    """Whether the address is one of this site's."""
    hosts = {site.hostname for site in Site.objects.all()}
    return urlsplit(link).hostname in hosts


def is_live_page(old_path: str) -> bool:
    """Whether a live page has this address."""
    wanted = Redirect.normalise_path(old_path).partition("?")[0].rstrip("/") + "/"
    roots = [site.root_page.url_path for site in Site.objects.select_related("root_page")]
    return Page.objects.live().filter(url_path__in=[root[:-1] + wanted for root in roots]).exists()


class AddRedirectView(views.CreateView):
    form_class = GuardedRedirectForm


class ChangeRedirectView(views.EditView):
    form_class = GuardedRedirectForm


def administrators_only(view: View) -> View:
    """Restrict `view` to superusers, since an import does not use our form."""

    def guarded(request: HttpRequest) -> HttpResponse:
        if not (request.user.is_authenticated and request.user.is_superuser):
            raise PermissionDenied
        response: HttpResponse = view(request)
        return response

    return guarded


@hooks.register("register_admin_urls")
def register_guarded_redirects() -> list[URLPattern]:
    """Replace Wagtail's own views at their addresses."""
    return [
        path("redirects/add/", AddRedirectView.as_view()),
        path("redirects/<int:redirect_id>/", ChangeRedirectView.as_view()),
        path("redirects/import/", administrators_only(views.start_import)),
        path("redirects/import/process/", administrators_only(views.process_import)),
    ]
