"""The answer to a search that took too long: a sentence, in the place of the results."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.paper_name import last_known_name
from delivery.search_limit import is_search, took_too_long
from home.outages import wants_json


def too_long_answer(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """Return 503 with the reason in words; None if the error is another one.

    Results that a script of the admin puts into its page come as 200: it shows no other.
    """
    if not is_search(request) or not took_too_long(error):
        return None
    sentence = _("This search took too long and was stopped. Type more words, or longer ones.")
    answer: HttpResponse
    if is_part_of_page(request):
        answer = HttpResponse(format_html('<p class="help-block help-warning">{}</p>', sentence))
    else:
        context = {"base": "errors/plain.html", "site_name": last_known_name()}
        answer = render(request, "errors/too_long.html", context, status=503)
    add_never_cache_headers(answer)
    return answer


def is_part_of_page(request: HttpRequest) -> bool:
    """Whether a list or a chooser of the admin asks for results alone."""
    return request.path_info.startswith("/admin/") and (
        wants_json(request) or "/results/" in request.path_info
    )
