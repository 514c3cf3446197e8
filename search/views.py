"""The public search, on whatever someone types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from delivery.requests import reads_any_text
from search.filters import Filters
from search.results import Order, find, page_of
from search.terms import read, shown_query


@reads_any_text
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?q=` is what to find, `tri` its order, `page` the page of the list; the rest narrows."""
    query = shown_query(request.GET.get("q", ""))
    wanted = read(query)
    order = Order(request.GET.get("tri", ""))
    filters = Filters.read(request.GET)
    found = find(wanted, order, filters) if wanted else None
    tri = order if order is Order.NEWEST else ""
    context = {
        "query": query,
        "wanted": wanted,
        "order": order,
        "filters": filters,
        "found": found,
        "results": page_of(found, request.GET.get("page")) if found else None,
        "params": filters.query_string(q=query, tri=tri) + "&",
        "advised": filters.query_string(q=str(found.advice), tri=tri) if found else "",
        "by_relevance": filters.query_string(q=query),
        "by_date": filters.query_string(q=query, tri=Order.NEWEST),
    }
    response = render(request, "search/search.html", context)
    if query:
        response["X-Robots-Tag"] = "noindex, follow"
    return response
