"""What a reader sees when something is wrong: the site's own face, plain words, a way on."""

from typing import Any

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page, Site

from news.models import ArticlePage

PLAIN = "errors/plain.html"
NEWEST = 5


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _plain(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _framed(request, "403.html", 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    try:
        gone = _was_withdrawn(request)
    except DatabaseTrouble:
        gone = False
    template, status = ("410.html", 410) if gone else ("404.html", 404)
    return _framed(request, template, status, newest_articles=_newest)


def server_error(request: HttpRequest) -> HttpResponse:
    return _plain(request, "500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old: most often a page that was left open, or no cookies."""
    return _plain(request, "403_csrf.html", 403)


def _framed(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    """The page with the site's masthead and sections; without them if the database does not answer.

    `context` may hold functions, called by the template, so that their trouble is caught as well.
    """
    try:
        return render(request, template, {"base": "base.html", **context}, status=status)
    except DatabaseTrouble:
        return _plain(request, template, status)


def _plain(request: HttpRequest, template: str, status: int) -> HttpResponse:
    context = {"base": PLAIN, "site_name": settings.WAGTAIL_SITE_NAME}
    return render(request, template, context, status=status)


def _was_withdrawn(request: HttpRequest) -> bool:
    """Whether readers once found a page here that the newsroom has taken down."""
    site = Site.find_for_request(request)
    if site is None:
        return False
    path = f"{site.root_page.url_path.rstrip('/')}{request.path}"
    page = Page.objects.filter(url_path=path, live=False).exclude(first_published_at=None).first()
    # A schedule says that it comes back.
    return page is not None and not page.approved_schedule


def _newest() -> Any:
    articles = ArticlePage.objects.published()
    return articles.only("title", "kicker", "url_path", "first_published_at", "path")[:NEWEST]
