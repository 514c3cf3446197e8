"""Announces texts whose publication time is near and which nobody has approved."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Revision, WorkflowState

from editorial.events.announcing import announce
from editorial.events.kinds import Event
from editorial.events.models import Announcement


def announce_near_deadlines(
    now: datetime, should_continue: Callable[[], bool] = lambda: True
) -> int:
    """Announce each text in review that is to go live within NOTICES_DEADLINE, once per time set.

    Returns how many are announced now.
    """
    announced = 0
    for page, time in _pages_near_deadline(now):
        if not should_continue():
            break
        once = f"deadline:{page.pk}:{time.isoformat()}"
        if Announcement.objects.filter(once=once).exists():
            continue
        task = page.current_workflow_task
        announce(Event.DEADLINE_NEAR, page, once=once, step=task.name if task else "", time=time)
        announced += 1
    return announced


def _pages_near_deadline(now: datetime) -> list[tuple[Page, datetime]]:
    """Return the pages in review whose publication time is near, with that time."""
    in_review = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        base_content_type__app_label=Page._meta.app_label,
        base_content_type__model=Page._meta.model_name,
    )
    keys = [int(key) for key in in_review.values_list("object_id", flat=True)]
    pages = Page.objects.filter(pk__in=keys, latest_revision__isnull=False).in_bulk()
    hours = Revision.objects.filter(
        pk__in=[page.latest_revision_id for page in pages.values()]
    ).values_list("object_id", "content__go_live_at")
    near = []
    for key, asked in hours:
        time = parse_datetime(asked) if asked else None
        if time and now < time <= now + settings.NOTICES_DEADLINE:
            near.append((pages[int(key)], time))
    return sorted(near, key=lambda pair: pair[1])
