"""The site that a request asks for, found among those that are kept."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site

from delivery.pages.dependencies import depends_instead
from delivery.pages.kept import kept


def site_of(request: HttpRequest) -> Site | None:
    """What `Site.find_for_request` returns, which does not ask again for this request."""
    asked: Any = request
    if not hasattr(asked, "_wagtail_site"):
        try:
            hostname = split_domain_port(request.get_host())[0]
        except DisallowedHost:
            hostname = ""  # There is a page that says so.
        asked._wagtail_site = _best_of(_sites(), hostname, int(request.get_port()))
    site: Site | None = asked._wagtail_site
    return site


def _sites() -> list[Site]:
    return kept("sites", _with_front_pages)


def _with_front_pages() -> list[Site]:
    # Sites begin with no article.
    with depends_instead([], {"articles"}):
        return list(Site.objects.select_related("root_page"))


def _best_of(sites: Sequence[Site], hostname: str, port: int) -> Site | None:
    """The one of host and port; else of the host, if that is clear; else the default one.

    See `wagtail.models.sites.get_site_for_hostname`.
    """
    of_host = [site for site in sites if site.hostname == hostname]
    fallback = next((site for site in sites if site.is_default_site), None)
    exact = next((site for site in of_host if site.port == port), None)
    alone = of_host[0] if len(of_host) == 1 else None
    if exact is not None:
        return exact
    return fallback if fallback in of_host else alone or fallback
