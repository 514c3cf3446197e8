"""The RSS feed of a search: its newest articles."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from delivery.requests import reads_any_text
from news.feeds import LENGTH, ArticleFeed, Channel
from news.models import ArticlePage
from news.sites import site_of
from search.facet_counts import NEWEST_FIRST
from search.filters import FILTERS, KEPT_FOR, Filters
from search.models import IndexedItem, Source
from search.results import Order, find
from search.terms import parse_query, printable


class SearchFeed(ArticleFeed):
    query_parameters = ("q", *FILTERS)
    kept_for = KEPT_FOR

    def get_object(self, request: HttpRequest) -> Channel:
        query = printable(request.GET.get("q", ""))
        filters = Filters.read(request.GET)
        parsed = parse_query(query)
        # The newest of all that were found are known by now: to ask for them is to search again.
        newest = find(parsed, Order.NEWEST, filters).counts.newest if parsed else []
        articles = IndexedItem.objects.filter(pk__in=newest, source=Source.ARTICLE)
        keys = list(articles.order_by(*NEWEST_FIRST).values_list("object_id", flat=True)[:LENGTH])
        site = site_of(request)
        root_url = site.root_url if site else ""
        return Channel(
            request=request,
            title=_("Search: %(query)s") % {"query": query},
            description=_("The newest articles that were found."),
            url=f"{root_url}/recherche/?{filters.query_string(q=query)}",
            articles=ArticlePage.objects.published().filter(pk__in=keys),
        )

    def feed_url(self, channel: Channel) -> str:
        site = site_of(channel.request)
        return (site.root_url if site else "") + channel.request.get_full_path()


search_feed = reads_any_text(SearchFeed())
json_search_feed = reads_any_text(SearchFeed(as_json=True))
