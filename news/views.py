"""Lists that have no page in the tree: an author's articles, a tag's, all corrections."""

from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from delivery.pages.views import page_cached
from news.browse import most_used_tags
from news.models import ArticlePage, Author, Correction, Tag, lists
from news.models.sections import ARTICLES_PER_PAGE
from news.pagination import page_asked_for

CORRECTIONS_PER_PAGE = 20
MOST_TAGS = 1000


@page_cached()
@require_safe
def author_index(request: HttpRequest) -> HttpResponse:
    """Those who have signed at least one article that readers can see."""
    authors = Author.objects.published().with_portraits()
    return render(request, "news/author_index.html", {"authors": authors})


@page_cached("page")
@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    signatory = get_object_or_404(Author.objects.with_portraits(), slug=slug)
    articles = _listed(request, lists.signed_by(signatory))
    return render(request, "news/author.html", {"author": signatory, "articles": articles})


@page_cached()
@require_safe
def tag_index(request: HttpRequest) -> HttpResponse:
    """The tags of what readers can see; the most used ones, should there be very many."""
    return render(request, "news/tag_index.html", {"tags": most_used_tags(MOST_TAGS)})


@page_cached("page")
@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a tag; from an old address or another spelling, readers are led to it."""
    word = Tag.objects.at_address(slug)
    if word is None:
        raise Http404
    articles = _listed(request, lists.tagged(word))
    if word.slug != slug:
        query = request.GET.urlencode()
        address = word.get_absolute_url()
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    return render(request, "news/tag.html", {"tag": word, "articles": articles})


@page_cached("page")
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """The corrections of all articles that readers can open."""
    notes = Correction.objects.published().for_listing()
    listing = page_asked_for(request, notes, CORRECTIONS_PER_PAGE)
    return render(request, "news/corrections.html", {"listing": listing})


def _listed(request: HttpRequest, listed: lists.ArticleList) -> Page:
    """The page of a list that is asked for; 404 if there is none to show at all."""
    page = page_asked_for(request, ArticlePage.objects.cards(listed), ARTICLES_PER_PAGE)
    if not page.paginator.count:
        raise Http404
    return page
