"""The error pages of the site: what is wrong, in plain words, and a way on."""

import sys

from django.db import Error as DatabaseTrouble
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from accounts.paper_name import last_known_name
from delivery.compression import holds_no_secret
from home.outages import outage_answer, sent_by, wants_json
from home.too_long import too_long_answer
from news.gone import gone_from
from news.models import ArticlePage, ArticleQuerySet
from news.models.lists import everything

PLAIN = "errors/plain.html"
NEWEST = 5


def bad_request(request: HttpRequest, exception: Exception | None) -> HttpResponse:
    """Answer 400 to what cannot be read; a form is in the page, to be sent again."""
    # A session that cannot be written for an outage looks like one that has been deleted.
    if exception is not None and (answer := outage_answer(request, exception)):
        return answer
    if wants_json(request):
        body = {
            "success": False,
            "error_code": "unreadable",
            "error_message": _("Part of what was sent could not be read."),
        }
        return JsonResponse(body, status=400, json_dumps_params={"ensure_ascii": False})
    fields, files = sent_by(request)
    return _plain(
        request,
        "400.html",
        400,
        is_form=request.method == "POST",
        fields=fields,
        files=files,
        action=request.get_full_path(),
        in_admin=request.path_info.startswith("/admin/"),
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _framed(request, "403.html", 403)


def page_not_found(request: HttpRequest, exception: Exception | None) -> HttpResponse:
    try:
        gone = gone_from(request)
    except DatabaseTrouble:
        gone = None
    if gone is None:
        response = _framed(request, "404.html", 404, newest_articles=_newest)
    else:
        response = _framed(request, "410.html", 410, newest_articles=_newest, gone=gone)
    # A page may come or come back, and caches keep these answers on their own account.
    patch_cache_control(response, no_cache=True)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """A mistake of ours; an outage, or a search that took too long, has an answer of its own."""
    error = sys.exc_info()[1]
    answer = outage_answer(request, error) or too_long_answer(request, error)
    return answer or _plain(request, "500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old: most often a page that was left open, or no cookies."""
    return _plain(request, "403_csrf.html", 403)


def _framed(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    """The page with the site's masthead and sections; without them if the database does not answer.

    `context` may hold functions, called by the template, so that their trouble is caught as well.
    """
    try:
        page = render(request, template, {"base": "base.html", **context}, status=status)
        return holds_no_secret(page)
    except DatabaseTrouble:
        return _plain(request, template, status)


def _plain(request: HttpRequest, template: str, status: int, **more: object) -> HttpResponse:
    context = {"base": PLAIN, "site_name": last_known_name(), **more}
    return render(request, template, context, status=status)


def _newest() -> ArticleQuerySet:
    articles = ArticlePage.objects.newest_of(everything(), NEWEST)
    shown = ("title", "kicker", "language", "url_path", "first_published_at", "path")
    return articles.only(*shown)
