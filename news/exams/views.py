"""The plain forms of readers: a look-up without scripts, by name, and the request to hide a line.

None of these answers is kept by anybody, and no address says who was looked up.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from delivery.limits import HourlyLimit, MinuteLimit
from news.exam_files.keys import normal_name
from news.exams.forms import HideForm, LookUpForm
from news.exams.publishing import look_up
from news.models import ExamLine, ExamList, ExamRequest, ExamResultsPage, ExamSettings
from news.models.exams import RequestState

# A mobile network has one address for thousands: this stops programs that walk the numbers.
LOOK_UPS = MinuteLimit(most=300)
NAMES = MinuteLimit(most=60)
REQUESTS = HourlyLimit("exam-requests", most=20)
MOST_OPEN = 500
MOST_NAMES = 3


@csrf_exempt  # It changes nothing, and kept pages hold no token.
@require_http_methods(["GET", "HEAD", "POST"])
def exam_lookup(request: HttpRequest, page_id: int) -> HttpResponse:
    """The answer to a look-up; opened as a link, the page with the form."""
    results = _page(page_id)
    if request.method != "POST":
        return redirect(results.get_url(request) or "/")
    exam_list = results.current_list
    if exam_list is None:
        return redirect(results.get_url(request) or "/")
    if not LOOK_UPS.allows(request):
        return _answer(request, results, {"too_many": LOOK_UPS.seconds_left}, status=429)
    if "name" in request.POST:
        return _by_name(request, results, exam_list)
    form = LookUpForm(results, request.POST)
    if not form.is_valid():
        return _answer(request, results, {"form": form}, status=422)
    data = form.cleaned_data
    found = look_up(results, exam_list, data["number"], data["word"])
    return _answer(request, results, {"form": form, "found": found, "asked": True})


def _by_name(request: HttpRequest, results: ExamResultsPage, exam_list: ExamList) -> HttpResponse:
    if not looks_up_names(results):
        raise Http404
    if not NAMES.allows(request):
        return _answer(request, results, {"too_many": NAMES.seconds_left}, status=429)
    typed = request.POST["name"][:240]
    name = normal_name(typed)
    # A whole name: a part of one would list a family.
    lines = ExamLine.objects.filter(exam_list=exam_list, name_key=name)
    hidden = ExamRequest.objects.filter(page=results, state=RequestState.HIDDEN)
    left_out = set(hidden.values_list("key", "word_key"))
    some = list(lines[: MOST_NAMES + 1]) if " " in name else []
    found = [line for line in some if (line.key, line.word) not in left_out]
    context: dict[str, Any] = {"name": typed, "asked": True, "is_whole": " " in name}
    if len(found) > MOST_NAMES:
        return _answer(request, results, {**context, "many": True})
    return _answer(request, results, {**context, "several": found})


def looks_up_names(results: ExamResultsPage) -> bool:
    return results.by_name and ExamSettings.objects.filter(by_name=True).exists()


@csrf_exempt  # No session is behind it; what it asks for, a person decides.
@require_http_methods(["GET", "HEAD", "POST"])
def exam_hide(request: HttpRequest, page_id: int) -> HttpResponse:
    """The form with which somebody asks that their line be hidden."""
    results = _page(page_id)
    if results.current_list is None:
        raise Http404
    form = HideForm(results, request.POST or None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        open_requests = ExamRequest.objects.filter(page=results, state=RequestState.OPEN)
        if REQUESTS.is_reached(request) or open_requests.count() >= MOST_OPEN:
            context["too_many"], status = True, 429
        elif form.is_valid():
            if not form.cleaned_data["website"]:
                form.request_for(results).save()
                REQUESTS.count(request)
            context["received"] = True
        else:
            status = 422
    return _answer(request, results, context, status, "news/exams/hide.html")


def _page(page: int) -> ExamResultsPage:
    """A page of results that readers can open; 404 otherwise."""
    found = ExamResultsPage.objects.visible().filter(pk=page).first()
    if found is None:
        raise Http404
    return found


def _answer(
    request: HttpRequest,
    results: ExamResultsPage,
    context: dict[str, Any],
    status: int = 200,
    template: str = "news/exams/answer.html",
) -> HttpResponse:
    shown = {"results": results, "by_name": looks_up_names(results), **context}
    if "form" not in shown:
        shown["form"] = LookUpForm(results)
    response = render(request, template, shown, status=status)
    response["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(response)
    return response
