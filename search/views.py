"""The public search, on whatever someone types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from delivery.readers import is_reader
from delivery.requests import reads_any_text
from search.clicks import LONGEST, opened, signed_list
from search.facets import chosen, facets
from search.filters import Filters
from search.french import words
from search.promoted import picks_for, without
from search.results import Found, Order, find, hits_of, page_of
from search.suggestions import suggest
from search.tally import clicks_limit, count_click, count_search
from search.terms import read, shown_query


@reads_any_text
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?q=` is what to find, `tri` its order, `page` the page of the list; the rest narrows."""
    query = shown_query(request.GET.get("q", ""))
    wanted = read(query)
    order = Order(request.GET.get("tri", ""))
    filters = Filters.read(request.GET)
    given = {"q": query, "tri": order if order is Order.NEWEST else ""}
    context: dict[str, Any] = {
        "query": query,
        "wanted": wanted,
        "order": order,
        "filters": filters,
        "chosen": chosen(filters, given),
        "kept": filters.as_dict(),
        "params": filters.query_string(**given) + "&",
        "by_relevance": filters.query_string(q=query),
        "by_date": filters.query_string(q=query, tri=Order.NEWEST),
        "feed_params": filters.query_string(q=query),
    }
    if wanted:
        found = find(wanted, order, filters)
        context |= _shown(found, filters, given, request.GET.get("page"))
        if not filters and not given["tri"] and "page" not in request.GET:
            count_search(request, query, _held(found) or len(context["picks"]))
    response = render(request, "search/search.html", context)
    if query:
        response["X-Robots-Tag"] = "noindex, follow"
    return response


@csrf_exempt  # It changes nothing but a number, and readers have no token.
@require_POST
def opened_result(request: HttpRequest) -> HttpResponse:
    """Count that a result was opened; the body names one of a list that the site has shown."""
    told = request.body[: LONGEST + 1].decode("ascii", "replace")
    result = opened(told)
    if result is None:
        return HttpResponse(status=400)
    if not clicks_limit.allows(request):
        return HttpResponse(status=429)
    if is_reader(request):
        count_click(*result)
    return HttpResponse(status=204)


@reads_any_text
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What stands under the box while someone types: a fragment of a page."""
    query = shown_query(request.GET.get("q", ""))
    context = {"query": query, "suggestions": suggest(query)}
    response = render(request, "search/suggestions.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _shown(
    found: Found, filters: Filters, given: dict[str, str], number: str | None
) -> dict[str, Any]:
    # For what was looked for as a whole: whoever narrows or sorts wants the list itself.
    whole = not filters and not given["tri"]
    picks = picks_for(read(given["q"]), found) if whole else []
    found = without(found, picks)
    results = page_of(found, number)
    picks = picks if results.number == 1 else []
    hits = hits_of(list(results), found.wanted)
    return {
        "picks": picks,
        "found": found,
        "results": results,
        "hits": hits,
        "clicks": signed_list(given["q"], picks, hits, results.start_index()),
        "to_the_letter": _to_the_letter(found, filters, given),
        "facets": facets(found.summary, filters, given),
        "advised": filters.query_string(**{**given, "q": str(found.advice or "")}),
    }


def _held(found: Found) -> int:
    """Results that hold all that was typed, as it was typed."""
    return 0 if found.corrected or found.partly else found.total


def _to_the_letter(found: Found, filters: Filters, given: dict[str, str]) -> str:
    """Parameters of the same search without synonyms; none where quotes would not do it."""
    query = given["q"]
    if not found.wanted.also or len(words(query)) > 1 or '"' in query:
        return ""
    return filters.query_string(**{**given, "q": f'"{query}"'})
