"""The words on the button with which a reviewer approves, before it is pressed."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from editorial import rules
from news.moments.wording import short


def what_approval_does(page: Page) -> str:
    """« Approuver », and what follows for readers where this step is the last one."""
    state = page.current_workflow_state
    if state is None or not rules.ends_review(state):
        return _("Approve")
    hour = hour_to_come(page)
    if hour is not None:
        return _("Approve, goes live on %(when)s") % {"when": short(hour)}
    return _("Approve and publish")


def hour_to_come(page: Page) -> datetime | None:
    """When an approved text goes live, if that is not at once."""
    hour: datetime | None = page.go_live_at
    return hour if hour is not None and hour > timezone.now() else None
