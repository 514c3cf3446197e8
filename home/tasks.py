"""Queued tasks: mails of readers' messages, share pictures."""

from datetime import timedelta
from email.utils import formataddr

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from home.models import ContactMessage, Identity, SharePicture
from home.page_cards import card_of
from home.paper import name_of_the_paper
from home.share_card import draw
from jobs.gone import log_gone
from jobs.retrying import retried
from news.models import ArticlePage


# A mail server that is away for a day loses no message.
@retried(
    max_attempts=12, first_wait=timedelta(minutes=1), longest_wait=timedelta(hours=6), mails=True
)
@task()
def send_contact_message(pk: int) -> None:
    """Mail a stored message to its desk, with the reader as the one to answer.

    Run again, it sends nothing: a message that has gone out says so.
    """
    message = ContactMessage.objects.filter(pk=pk, sent_at=None).first()
    if message is None:
        log_gone("message", pk)
        return
    with translation.override(settings.LANGUAGE_CODE):
        body = render_to_string("home/mail/contact_message.txt", {"message": message})
    EmailMessage(
        subject=f"[{name_of_the_paper()}] {message.subject}",
        body=body,
        to=[message.desk_email],
        reply_to=[formataddr((message.name, message.email))],
    ).send()
    ContactMessage.objects.filter(pk=pk).update(sent_at=timezone.now())


@task()
def draw_share_picture(article_id: int) -> None:
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
