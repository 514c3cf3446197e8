"""The page at an address, found in one query.

Wagtail asks for one page after the other, from the front page down, and for each once more as what
it is. Here the beginning of the address is looked up among the pages that lead to others, which
each request reads anyway for its navigation, and an article is asked for as an article. Whatever is
neither is left to Wagtail, from the last page that is known on.
"""

from copy import copy

from django.http import Http404, HttpRequest, HttpResponse
from wagtail import views
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from delivery.pages.dependencies import depends_instead, depends_on
from news.models import ArticleIndexPage, ArticlePage
from news.navigation import linking_pages
from news.races.addresses import view_below
from news.sites import site_of

# The relations of an article that its page shows; rooms above add theirs when they are loaded.
SHOWN_WITH = ["lead_image"]


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's view of pages, which takes over what was found before it."""
    request._wagtail_route_for_request = route(request, path)  # type: ignore[attr-defined]
    response: HttpResponse = views.serve(request, path)
    return response


def route(request: HttpRequest, path: str) -> RouteResult | None:
    """Return the page at `path`, with its arguments; None if there is none that is live."""
    site = site_of(request)
    if site is None:
        return None
    try:
        return _routed(request, site.root_page, [part for part in path.split("/") if part])
    except Http404:
        return None


def _routed(request: HttpRequest, here: Page, rest: list[str]) -> RouteResult:
    known = {page.url_path: page for page in linking_pages()}
    here = known.get(here.url_path, here)
    while rest and not _has_own_routes(here):
        below = known.get(f"{here.url_path}{rest[0]}/")
        if below is None:
            break
        here, rest = below, rest[1:]
    here = copy(here)
    if len(rest) == 1 and here.specific_class is ArticleIndexPage:
        article = _article_at(here, rest[0])
        if article is not None:
            return article.route(request, [])
    whole = _whole(here)
    try:
        return whole.route(request, rest)
    except Http404:
        view = view_below(here, rest) if here.live else None
        if view is None:
            raise
    return RouteResult(whole, kwargs={"view": view})


def _article_at(section: Page, slug: str) -> ArticlePage | None:
    """The article of `section` at that address, with what its page shows of it."""
    articles = ArticlePage.objects.select_related(*SHOWN_WITH)
    with depends_instead([], {"articles", "pages"}):
        article = articles.filter(slug=slug, url_path=f"{section.url_path}{slug}/").first()
    if article is None or article.specific_class is not ArticlePage:
        # What is found in its place holds until there is one.
        depends_on("articles")
        return None
    article.section = section.specific_deferred
    return article


def _has_own_routes(page: Page) -> bool:
    """Whether the type of `page` shows something of its own at addresses below it."""
    return page.specific_class is None or page.specific_class.route is not Page.route


def _whole(page: Page) -> Page:
    """`page` as what it is; without a query where its type has no fields of its own."""
    kind = page.specific_class
    if kind is not None and len(kind._meta.local_concrete_fields) == 1:
        return page.specific_deferred
    with depends_instead([], {"articles", "pages"}):
        return page.specific
