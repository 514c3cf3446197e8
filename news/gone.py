"""Withdrawn and deleted articles: what their addresses answer."""

from django.http import HttpRequest
from wagtail.models import Page

from news.models import Withdrawal
from news.redirects import redirect_of, where_it_has_gone
from news.sites import site_of
from news.visibility import at_address


def gone_from(request: HttpRequest) -> Withdrawal | None:
    """Return what was at the address of `request`; without a page if nobody withdrew it.

    None where nothing ever was, where readers could not see it, and where the newsroom has set a
    redirect, which goes first. What is there now goes before what had the address until it moved.
    """
    site = site_of(request)
    path = request.path_info.strip("/")
    if site is None or not path:
        return None
    url_path = f"{site.root_page.url_path}{path}/"
    there = at_address(Page.objects.filter(live=False), url_path)
    page = there.public().exclude(first_published_at=None).first()
    records = Withdrawal.objects
    found = (page and records.filter(page=page).first()) or records.filter(
        page=None, url_path=url_path
    ).first()
    if found is None and page is not None:
        found = Withdrawal(url_path=url_path)
    if found is None or _leads_on(request, to_what_moved=page is None):
        return None
    return found


def _leads_on(request: HttpRequest, *, to_what_moved: bool) -> bool:
    redirect = redirect_of(request)
    if redirect is not None and not redirect.automatically_created:
        return True
    return to_what_moved and (redirect is not None or where_it_has_gone(request) is not None)
