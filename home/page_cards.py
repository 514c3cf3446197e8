"""Cards for shared links to whatever page has no picture, drawn when a network asks for one.

An address holds what stands on its card, and is signed: nobody else has the site draw a text.
"""

import hashlib

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from home.models import Identity
from home.share_card import Card, draw
from news.models import ArticlePage

CARD_AGE = 24 * 60 * 60
LONGEST = 200


def card_of(article: ArticlePage, identity: Identity) -> Card:
    """The card of an article, as the queue draws it in advance."""
    return Card(article.title, article.kicker, identity.name, identity.accent)


def card_address(identity: Identity, title: str, kicker: str = "") -> str:
    """The address of a card; another one once the paper's name or colour changes."""
    title, kicker = title[:LONGEST], kicker[:LONGEST]
    look = hashlib.sha256(f"{identity.name} {identity.accent}".encode()).hexdigest()[:8]
    query = {"titre": title, "sur": kicker, "de": look, "s": _signature(title, kicker)}
    return f"{reverse('page_card')}?{urlencode({k: v for k, v in query.items() if v})}"


@require_safe
def page_card(request: HttpRequest) -> HttpResponse:
    title, kicker = request.GET.get("titre", ""), request.GET.get("sur", "")
    if not constant_time_compare(request.GET.get("s", ""), _signature(title, kicker)):
        raise Http404
    identity = Identity.for_request(request)
    card = Card(title, kicker, identity.name, identity.accent)
    key = f"card-{card.fingerprint}"
    file = cache.get_or_set(key, lambda: draw(card), CARD_AGE)
    response = HttpResponse(file, "image/png")
    patch_cache_control(response, public=True, max_age=CARD_AGE)
    return response


def _signature(title: str, kicker: str) -> str:
    return salted_hmac("home.page_cards", f"{len(title)} {title}{kicker}").hexdigest()[:16]
