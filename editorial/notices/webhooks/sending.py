"""What a webhook is sent, and how it is signed (`docs/webhook.md`)."""

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

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
    Event.OVERRIDDEN: _("Check overridden: %(title)s"),
    Event.PROPOSED: _("A change of a picture or document is proposed"),
    Event.PROPOSAL_DECIDED: _("A change of a picture or document is decided on"),
}
TIMEOUT = 10  # seconds, for the connection and for each wait on it
TEST = "test"


class AddressRefused(Exception):
    """The address leads to no public machine, and private ones are not allowed."""


def deliver(delivery: WebhookDelivery) -> int:
    """Send one event once; return the status of the answer.

    Raises AddressRefused, and OSError or HTTPException where no answer comes.
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
    """HMAC-SHA256 over the timestamp, a dot and the body, in hexadecimal after `sha256=`."""
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def event_of(delivery: WebhookDelivery) -> str:
    return str(delivery.announcement.event) if delivery.announcement else TEST


def payload(delivery: WebhookDelivery) -> dict[str, Any]:
    """What is sent. A text that readers cannot see has a number and no title, unless the webhook
    is told to name it; nobody's comment is ever in it."""
    told: dict[str, Any] = {"id": str(delivery.key), "event": event_of(delivery)}
    announcement = delivery.announcement
    if announcement is None:
        at, text = delivery.created_at, gettext("A test from %(site)s") % {"site": _site()}
        return told | {"at": at.isoformat(), "text": text, "page": None}
    page = Page.objects.filter(pk=announcement.page_id).first()
    named = page is not None and (delivery.webhook.names_drafts or is_public(page))
    told |= {
        "at": announcement.announced_at.isoformat(),
        "text": in_words(announcement, page, named),
        "page": described(page, named) if page else None,
    }
    if delivery.webhook.names_drafts:
        told["by"] = str(announcement.actor) if announcement.actor else None
        told["reason"] = announcement.details.get("reason") or None
    return told


def described(page: Page, named: bool) -> dict[str, Any]:
    edit = mails.absolute(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    described: dict[str, Any] = {"id": page.pk, "edit_url": edit}
    if named:
        described["title"] = page.title if is_public(page) else page.get_admin_display_title()
    if is_public(page):
        described["url"] = mails.public_address(page)
    return described


def in_words(announcement: Announcement, page: Page | None, named: bool) -> str:
    """One line for a chat: what has happened, to which text."""
    headline = str(HEADLINES[Event(announcement.event)])
    if page is None:
        return headline
    unnamed = gettext("text no. %(number)d") % {"number": page.pk}
    return headline % {"title": described(page, named).get("title") or unnamed}


def is_public(page: Page) -> bool:
    return page.live and not page.get_view_restrictions().exists()


def _site() -> str:
    return str(settings.WAGTAIL_SITE_NAME)


def _post(address: str, body: bytes, headers: dict[str, str]) -> int:
    """POST to the very machine that was looked at; no redirect is followed."""
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    host = parts.hostname or ""
    port = parts.port or (443 if secure else 80)
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    # A name that is looked up twice may answer differently the second time.
    plain = socket.create_connection((_allowed_ip(host, port), port), timeout=TIMEOUT)
    try:
        connection.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            if secure
            else plain
        )
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("POST", path, body, headers | {"Host": parts.netloc.rpartition("@")[2]})
        return connection.getresponse().status
    finally:
        connection.close()
        plain.close()


def _allowed_ip(host: str, port: int) -> str:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not settings.WEBHOOK_PRIVATE_ADDRESSES and not all(map(is_public_ip, addresses)):
        raise AddressRefused(gettext("This address leads to a machine that is not public."))
    return addresses[0]


def is_public_ip(address: str) -> bool:
    """Whether an IP address is one of the open internet, also when it wears a coat of IPv6."""
    ip: Any = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return bool(ip.is_global and not ip.is_multicast)


def webhooks_for(event: str) -> list[Webhook]:
    return [hook for hook in Webhook.objects.filter(is_active=True) if event in hook.events]
