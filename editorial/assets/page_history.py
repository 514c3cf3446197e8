"""The history of a page also says when a picture or document that it shows has changed."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from accounts.models import User
from editorial.assets import rules
from editorial.assets.models import is_document
from editorial.assets.uses import uses_of

ACTION = "editorial.asset_changed"


def record_in_pages(
    asset: Any, names: Iterable[str], user: User | None, proposed_by: User | None = None
) -> None:
    """Log a change of `asset` for each page that shows it, live or handed in.

    names: the fields that have changed; those of which readers see nothing are left out.
    """
    seen = [name for name in names if name in rules.seen_by_readers(asset)]
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
    pages = Page.objects.filter(pk__in=uses_of(asset).pages)
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page=page,
            content_type_id=page.content_type_id,
            label=page.get_admin_display_title(),
            action=ACTION,
            user=user,
            # The history shows one entry for each of these, whatever page it belongs to.
            uuid=uuid4(),
            timestamp=now,
            data=data,
        )
        for page in pages
    )
