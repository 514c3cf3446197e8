"""Reading, checking and changing the hours that versions carry."""

import json
from datetime import UTC, datetime, timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision


class HourRefused(Exception):
    """An hour that cannot be kept; the message says why, for people."""


def refuse_hour(name: str, to: datetime, version: Revision | None) -> None:
    """Raise HourRefused for an hour that is over, or comes after the withdrawal of the page."""
    if to <= timezone.now():
        raise HourRefused(
            _("This hour is over. Write one to come, or publish now.")
            if name == "go_live_at"
            else _("This hour is over. Write one to come, or withdraw the page.")
        )
    expiry = hour_in(version, "expire_at") if version else None
    if name == "go_live_at" and expiry and expiry <= to:
        raise HourRefused(_("The page would be withdrawn before it goes live."))


def hour_in(version: Revision, name: str) -> datetime | None:
    return parse_datetime(version.content.get(name) or "")


def change_hour(version: Revision, name: str, to: datetime | None = None) -> None:
    """Change an hour of a version that is otherwise fixed: what was approved is its content."""
    # As Wagtail writes it: two versions with the same hour are compared as they are kept.
    written = to and to.astimezone(UTC)
    version.content[name] = json.loads(json.dumps(written, cls=DjangoJSONEncoder))
    Revision.objects.filter(pk=version.pk).update(content=version.content)


def change_hour_from(oldest: Revision, name: str, old: datetime, new: datetime) -> None:
    """Write the hour into `oldest` and every later version that carries the old one."""
    later = Revision.objects.filter(
        base_content_type=oldest.base_content_type,
        object_id=oldest.object_id,
        created_at__gte=oldest.created_at,
        # A version that waits for the old hour by its own approval keeps it.
    ).exclude(approved_go_live_at=old)
    for version in later:
        hour = hour_in(version, name)
        # Kept to the millisecond there, to the microsecond in the page's own row.
        if hour and abs(hour - old) < timedelta(milliseconds=1):
            change_hour(version, name, new)


def take_expiry_away(page: Page) -> None:
    """Clear the expiry of a page, and that of its live and newest version."""
    Page.objects.filter(pk=page.pk).update(expire_at=None)
    # Or the next publication would bring it back.
    for version in Revision.objects.filter(pk__in=[page.live_revision_id, page.latest_revision_id]):
        change_hour(version, "expire_at")
