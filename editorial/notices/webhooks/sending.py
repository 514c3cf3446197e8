"""Builds, signs and sends what a webhook gets (`docs/webhook.md`)."""

import hashlib
import hmac
import json

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from accounts.paper_name import paper_name
from delivery import outbound
from delivery.outbound import Deadline
from editorial.events.kinds import Event
from editorial.events.models import Announcement
from editorial.notices import mails
from editorial.notices.webhooks.models import Webhook, WebhookDelivery

HEADLINES = {
    Event.SUBMITTED: _("To review: %(title)s"),
    Event.TO_CONFIRM: _("To confirm: %(title)s"),
    Event.DECLINED: _("Not confirmed: %(title)s"),
    Event.SENT_BACK: _("Sent back: %(title)s"),
    Event.APPROVED: _("Approved: %(title)s"),
    Event.PUBLISHED: _("Published: %(title)s"),
    Event.FAILED: _("Not published: %(title)s"),
    Event.CLOCK_LATE: _("The clock is late"),
    Event.MENTIONED: _("Comment in the margin: %(title)s"),
    Event.ANSWERED: _("Comment in the margin: %(title)s"),
    Event.COMMENTED: _("Comment in the margin: %(title)s"),
    Event.DEADLINE_NEAR: _("Not approved yet: %(title)s"),
    Event.EMERGENCY: _("Published in an emergency: %(title)s"),
    Event.WITHDRAWN: _("Withdrawn: %(title)s"),
    Event.MOVED: _("Hour moved: %(title)s"),
    Event.ALERT_WAITS: _("An alert waits for a second person"),
    Event.ALERT_URGENT: _("An alert goes out in an emergency"),
    Event.COMMENTS_WAIT: _("Comments of readers wait for a moderator"),
    Event.OVERRIDDEN: _("Check overridden: %(title)s"),
    Event.PROPOSED: _("A change of a picture or document is proposed"),
    Event.PROPOSAL_DECIDED: _("A change of a picture or document is decided on"),
}
TIMEOUT = 10  # seconds from the connection to the answer
TEST = "test"


def deliver(delivery: WebhookDelivery) -> int:
    """Send one event once and return the status of the answer.

    Raises `delivery.outbound.OutboundError`, OSError or HTTPException where no answer comes.
    """
    with translation.override(settings.LANGUAGE_CODE):
        body = json.dumps(payload(delivery), ensure_ascii=False).encode()
    timestamp = str(int(timezone.now().timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Actujet",
        "Actujet-Event": event_of(delivery),
        "Actujet-Delivery": str(delivery.key),
        "Actujet-Timestamp": timestamp,
        "Actujet-Signature": signature(delivery.webhook.secret, timestamp, body),
    }
    return _post(delivery.webhook.address, body, headers)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the HMAC-SHA256 of timestamp, dot and body, in hexadecimal after `sha256=`."""
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def event_of(delivery: WebhookDelivery) -> str:
    return str(delivery.announcement.event) if delivery.announcement else TEST


def payload(delivery: WebhookDelivery) -> dict[str, object]:
    """Return what is sent as JSON.

    A text that readers cannot see has a number and no title, unless the webhook names drafts.
    Comments are never in it.
    """
    data: dict[str, object] = {"id": str(delivery.key), "event": event_of(delivery)}
    announcement = delivery.announcement
    if announcement is None:
        at, text = delivery.created_at, gettext("A test from %(site)s") % {"site": paper_name()}
        return data | {"at": at.isoformat(), "text": text, "page": None}
    page = Page.objects.filter(pk=announcement.page_id).first()
    named = page is not None and (delivery.webhook.names_drafts or is_public(page))
    data |= {
        "at": announcement.announced_at.isoformat(),
        "text": headline_of(announcement, page, named),
        "page": page_data(page, named) if page else None,
    }
    if delivery.webhook.names_drafts:
        data["by"] = str(announcement.actor) if announcement.actor else None
        data["reason"] = announcement.details.get("reason") or None
    return data


def page_data(page: Page, named: bool) -> dict[str, object]:
    """Return what is sent of a page; `named` says whether its title is."""
    edit = mails.absolute(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    data: dict[str, object] = {"id": page.pk, "edit_url": edit}
    if named:
        data["title"] = page.title if is_public(page) else page.get_admin_display_title()
    if is_public(page):
        data["url"] = mails.public_address(page)
    return data


def headline_of(announcement: Announcement, page: Page | None, named: bool) -> str:
    """Return one line for a chat: what has happened, to which text."""
    headline = str(HEADLINES[Event(announcement.event)])
    if page is None:
        return headline
    unnamed = gettext("text no. %(number)d") % {"number": page.pk}
    return headline % {"title": page_data(page, named).get("title") or unnamed}


def is_public(page: Page) -> bool:
    return page.live and not page.get_view_restrictions().exists()


def _post(address: str, body: bytes, headers: dict[str, str]) -> int:
    """POST `body` and return the status of the answer; redirects are not followed."""
    private_too = settings.WEBHOOK_PRIVATE_ADDRESSES
    allowed = outbound.is_any_address if private_too else outbound.is_public
    with Deadline(TIMEOUT, TIMEOUT) as deadline:
        return outbound.request(
            "POST", address, deadline, allowed=allowed, headers=headers, body=body
        )


def webhooks_for(event: str) -> list[Webhook]:
    return [hook for hook in Webhook.objects.filter(is_active=True) if event in hook.events]
