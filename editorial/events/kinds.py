"""The kinds of event of which users are notified, and how they can be notified."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    SUBMITTED = "submitted", _("A text waits for your review")
    TO_CONFIRM = "to_confirm", _("A correction waits for your confirmation")
    DECLINED = "declined", _("Your correction is not confirmed")
    SENT_BACK = "sent_back", _("Your text is sent back")
    APPROVED = "approved", _("Your text is approved")
    PUBLISHED = "published", _("Your text is published")
    FAILED = "failed", _("A publication fails")
    CLOCK_LATE = "clock_late", _("The clock is late")
    MENTIONED = "mentioned", _("Somebody mentions you in a comment")
    ANSWERED = "answered", _("Somebody answers in a comment thread of yours")
    COMMENTED = "commented", _("Somebody comments on a text that you follow")
    DEADLINE_NEAR = "deadline_near", _("A time is near, and the text is not approved")
    EMERGENCY = "emergency", _("A text is published in an emergency")
    WITHDRAWN = "withdrawn", _("A text is withdrawn")
    MOVED = "moved", _("The hour of a text is moved")
    ALERT_WAITS = "alert_waits", _("An alert waits for a second person")
    ALERT_URGENT = "alert_urgent", _("An alert goes out in an emergency")
    OVERRIDDEN = "overridden", _("A check is overridden")
    COMMENTS_WAIT = "comments_wait", _("Comments of readers wait for a moderator")
    PROPOSED = "asset_proposed", _("A change of a picture or document waits for your decision")
    PROPOSAL_DECIDED = "asset_decided", _("Your change of a picture or document is decided on")


class Choice(models.TextChoices):
    NOW = "now", _("At once")
    DIGEST = "digest", _("Daily digest")
    NEVER = "never", _("Not at all")


# For users who have not chosen; all other events are notified at once.
DEFAULTS = {
    Event.COMMENTED: Choice.DIGEST,
    Event.COMMENTS_WAIT: Choice.DIGEST,
    Event.OVERRIDDEN: Choice.DIGEST,
}

# Of two events that come together the second includes the first: whoever is notified of it at once
# gets no notice of the first.
SUPERSEDED_BY = {
    Event.APPROVED: Event.PUBLISHED,
    Event.PUBLISHED: Event.EMERGENCY,
    Event.OVERRIDDEN: Event.EMERGENCY,
}


def default_choice(event: str) -> Choice:
    return DEFAULTS.get(Event(event), Choice.NOW)
