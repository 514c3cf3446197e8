"""The cards of articles, drawn in advance and kept as files."""

from django.core.files.base import ContentFile

from home.models import Identity, SharePicture
from home.page_cards import card_of
from home.share_card import draw
from jobs.gone import log_gone
from news.models import ArticlePage


def draw_card(article_id: int) -> None:
    """Draw the card of a published article whose lead image fills none; take away one it had.

    Run again, it finds its own fingerprint and draws nothing.
    """
    article = ArticlePage.objects.live().filter(pk=article_id).first()
    known = SharePicture.objects.filter(article_id=article_id).first()
    lead = article.lead_image if article else None
    if article is None or (lead and lead.fills_a_large_card):
        if known:
            known.delete()
            known.file.delete(save=False)
        if article is None:
            log_gone("article", article_id)
        return
    site = article.get_site()
    identity = (Identity.for_site(site) if site else None) or Identity()
    card = card_of(article, identity)
    if known and known.fingerprint == card.fingerprint:
        return
    old = known.file.name if known else ""
    picture = known or SharePicture(article=article)
    picture.fingerprint = card.fingerprint
    name = f"{article.pk}-{card.fingerprint[:8]}.png"
    picture.file.save(name, ContentFile(draw(card)), save=False)
    picture.save()
    if old:
        picture.file.storage.delete(old)
