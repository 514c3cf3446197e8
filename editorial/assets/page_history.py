"""Logs the change of a picture or document in the history of the pages that show it."""

from collections.abc import Iterable
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from accounts.models import User
from editorial.assets import rules
from editorial.assets.models import Asset, is_document
from editorial.assets.uses import find_uses

ACTION = "editorial.asset_changed"


def record_in_pages(
    asset: Asset, names: Iterable[str], user: User | None, proposed_by: User | None = None
) -> None:
    """Log a change of `asset` for each page that shows it, live or submitted.

    names: the fields that have changed; those that readers do not see are left out.
    """
    seen = [name for name in names if name in rules.public_fields(asset)]
    if not seen:
        return
    data = {
        "asset": asset.pk,
        "is_document": is_document(asset),
        "title": asset.title,
        "fields": seen,
        "proposed_by": str(proposed_by) if proposed_by and proposed_by != user else "",
    }
    now = timezone.now()
    pages = Page.objects.filter(pk__in=find_uses(asset).pages)
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page=page,
            content_type_id=page.content_type_id,
            label=page.get_admin_display_title(),
            action=ACTION,
            user=user,
            # The history of a page shows one entry for each uuid.
            uuid=uuid4(),
            timestamp=now,
            data=data,
        )
        for page in pages
    )
