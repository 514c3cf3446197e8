"""The public search, on whatever someone types."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from delivery.requests import reads_any_text
from search.results import Order, find
from search.terms import search_words, shown_query


@reads_any_text
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?q=` is what to find, `tri` its order, `page` the page of the list."""
    query = shown_query(request.GET.get("q", ""))
    words = search_words(query)
    order = Order(request.GET.get("tri", ""))
    context = {
        "query": query,
        "words": words,
        "order": order,
        "results": find(words, order, request.GET.get("page")) if words else None,
        "params": urlencode({"q": query, "tri": order}) + "&",
        "by_relevance": urlencode({"q": query}),
        "by_date": urlencode({"q": query, "tri": Order.NEWEST}),
    }
    response = render(request, "search/search.html", context)
    response["X-Robots-Tag"] = "noindex, follow"
    return response
