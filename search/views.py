"""The public search: its results, suggestions, and clicks on them."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from delivery.pages.views import do_for_each_reader, page_cached
from delivery.readers import is_reader
from delivery.requests import reads_any_text
from search.analytics.buffer import clicks_limit, count_click, count_search
from search.clicks import LONGEST, read_click, signed_list
from search.facets import active_filters, facets
from search.filters import FILTERS, KEPT_FOR, Filters
from search.french import words
from search.promoted import promoted_for, without_promoted
from search.results import Order, SearchResult, build_hits, find, result_page
from search.suggestions import suggest
from search.terms import parse_query, printable


@reads_any_text
@page_cached("q", "tri", "page", *FILTERS, at_most=KEPT_FOR)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the results for `?q=`, in the order `tri`, page `page`; other parameters narrow them."""
    query = printable(request.GET.get("q", ""))
    parsed = parse_query(query)
    order = Order(request.GET.get("tri", ""))
    filters = Filters.read(request.GET)
    given = {"q": query, "tri": order if order is Order.NEWEST else ""}
    context: dict[str, Any] = {
        "query": query,
        "parsed": parsed,
        "order": order,
        "filters": filters,
        "active_filters": active_filters(filters, given),
        "kept": filters.as_dict(),
        "params": filters.query_string(**given) + "&",
        "by_relevance": filters.query_string(q=query),
        "by_date": filters.query_string(q=query, tri=Order.NEWEST),
        "feed_params": filters.query_string(q=query),
    }
    if parsed:
        result = find(parsed, order, filters)
        context |= _shown(result, filters, given, request.GET.get("page"))
        if not filters and not given["tri"] and "page" not in request.GET:
            found = _full_matches(result) or len(context["picks"])
            do_for_each_reader(request, partial(count_search, query=query, found=found))
    response = render(request, "search/search.html", context)
    if query:
        response["X-Robots-Tag"] = "noindex, follow"
    return response


@csrf_exempt  # It changes nothing but a number, and readers have no token.
@require_POST
def opened_result(request: HttpRequest) -> HttpResponse:
    """Count a click; the body names a result of a list that the site has shown."""
    body = request.body[: LONGEST + 1].decode("ascii", "replace")
    result = read_click(body)
    if result is None:
        return HttpResponse(status=400)
    if not clicks_limit.allows(request):
        return HttpResponse(status=429)
    if is_reader(request):
        count_click(*result)
    return HttpResponse(status=204)


@reads_any_text
@page_cached("q", at_most=KEPT_FOR)
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Return the suggestions under the search box, a fragment of a page."""
    query = printable(request.GET.get("q", ""))
    context = {"query": query, "suggestions": suggest(query)}
    response = render(request, "search/suggestions.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _shown(
    result: SearchResult, filters: Filters, given: dict[str, str], number: str | None
) -> dict[str, Any]:
    # A search that is narrowed or sorted shows the list alone.
    whole = not filters and not given["tri"]
    picks = promoted_for(parse_query(given["q"]), result) if whole else []
    result = without_promoted(result, picks)
    results = result_page(result, number)
    picks = picks if results.number == 1 else []
    hits = build_hits(list(results), result.query)
    return {
        "picks": picks,
        "result": result,
        "results": results,
        "hits": hits,
        "clicks": signed_list(given["q"], picks, hits, results.start_index()),
        "to_the_letter": _to_the_letter(result, filters, given),
        "facets": facets(result.counts, filters, given),
        "suggested_params": filters.query_string(**{**given, "q": str(result.suggested or "")}),
    }


def _full_matches(result: SearchResult) -> int:
    """Return how many results hold all that was typed, as it was typed."""
    return 0 if result.corrected or result.partial else result.total


def _to_the_letter(result: SearchResult, filters: Filters, given: dict[str, str]) -> str:
    """Return the parameters of this search without synonyms; none if quotes cannot say it."""
    query = given["q"]
    if not result.query.synonyms_used or len(words(query)) > 1 or '"' in query:
        return ""
    return filters.query_string(**{**given, "q": f'"{query}"'})
