"""The words on the button with which a reviewer approves, before it is pressed."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from editorial import rules
from news.moments.wording import short


def what_approval_does(page: Page, user: User, hour: datetime | None) -> str:
    """Return the label of the button that approves, with what follows for readers at the last step.

    Who has changed the text at the last step is led to the ways that such a change may go. hour:
    when the text is to go live, if it is not at once.
    """
    state = page.current_workflow_state
    if state is None or not rules.ends_review(state):
        return _("Approve")
    if rules.lacks_second_person(user, page.get_latest_revision()):
        return _("Decide on your change")
    if hour is not None:
        return _("Approve, goes live on %(when)s") % {"when": short(hour)}
    return _("Approve and publish")


def hour_to_come(hour: datetime | None) -> datetime | None:
    """Return the hour that a text asks for; None if the text goes live at once."""
    return hour if hour is not None and hour > timezone.now() else None
