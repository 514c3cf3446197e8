"""Sentences of the history of a page, one for each decision of the desk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter
from wagtail.models import PageLogEntry

from news.moments.dates import moment

Data = Mapping[str, str]

# As the entries are kept in the database.
UNDONE = "editorial.approval_undone"
ALONE = "editorial.published_alone"
ASKED = "editorial.confirmation_asked"
CONFIRMED = "editorial.confirmed"
DECLINED = "editorial.confirmation_declined"
FORM = "editorial.form_correction"
TAKEN_BACK = "editorial.change_taken_back"
EMERGENCY = "editorial.publish_in_emergency"
CORRECTED = "editorial.correct_now"
CLOSED = "editorial.workflow_closed"
REVIEWED = "editorial.read_afterwards"
WITHDRAWN = "editorial.withdraw"
MOVED = "editorial.schedule.move"
RETRIED = "editorial.schedule.retry"
EXPIRY_CANCELLED = "editorial.schedule.cancel_expiry"


def _reviewed(data: Data) -> str:
    if not data["note"]:
        return _("Read after its publication in an emergency.")
    return _("Read after its publication in an emergency: %(note)s") % {"note": data["note"]}


def _withdrawn(data: Data) -> str:
    reason = _("Withdrawn from readers. Reason: %(reason)s") % {"reason": data["reason"]}
    if not data.get("note"):
        return reason
    note = _("Readers are told: %(note)s") % {"note": data["note"]}
    return f"{reason.rstrip('.')}. {note}"


def _moved(data: Data) -> str:
    message = (
        _("Moved the publication from %(old)s to %(new)s")
        if data["field"] == "go_live_at"
        else _("Moved the withdrawal from %(old)s to %(new)s")
    )
    old, new = (parse_datetime(data[name]) for name in ("from", "to"))
    return message % {"old": moment(old), "new": moment(new)}


@dataclass(frozen=True)
class Sentence:
    """The name of a decision, and the sentence about it.

    message: a text with the names of `log_data` in it, or what makes one of that data.
    """

    label: Promise
    message: Promise | Callable[[Data], str]


SENTENCES = {
    UNDONE: Sentence(
        gettext_lazy("Approval undone by a change"),
        gettext_lazy("Changed after the approval of “%(step)s”, which is asked again."),
    ),
    ALONE: Sentence(
        gettext_lazy("Published alone"),
        gettext_lazy("Published by its author: nobody else has read it"),
    ),
    ASKED: Sentence(
        gettext_lazy("Ask for a confirmation"),
        gettext_lazy("Asked another reviewer to confirm a change"),
    ),
    CONFIRMED: Sentence(
        gettext_lazy("Confirm a change"), gettext_lazy("Confirmed the change of another reviewer")
    ),
    DECLINED: Sentence(
        gettext_lazy("Do not confirm a change"),
        gettext_lazy("Did not confirm a change: %(note)s"),
    ),
    FORM: Sentence(
        gettext_lazy("Correction of form"),
        gettext_lazy("Let a correction of form go out, to be read afterwards"),
    ),
    TAKEN_BACK: Sentence(
        gettext_lazy("Take a change back"),
        gettext_lazy("Took back a change made during the review"),
    ),
    EMERGENCY: Sentence(
        gettext_lazy("Publish in an emergency"),
        gettext_lazy("Published in an emergency, without approval. Reason: %(reason)s"),
    ),
    CORRECTED: Sentence(
        gettext_lazy("Correct at once"),
        gettext_lazy("Corrected at once, without approval. Reason: %(reason)s"),
    ),
    CLOSED: Sentence(
        gettext_lazy("Workflow closed by a publication in an emergency"),
        gettext_lazy(
            "Workflow “%(workflow)s” closed at the step “%(step)s” by a publication in an "
            "emergency. Reason: %(reason)s"
        ),
    ),
    REVIEWED: Sentence(gettext_lazy("Read afterwards"), _reviewed),
    WITHDRAWN: Sentence(gettext_lazy("Withdraw"), _withdrawn),
    MOVED: Sentence(gettext_lazy("Move the hour"), _moved),
    RETRIED: Sentence(
        gettext_lazy("Try a scheduled publication again"),
        gettext_lazy("Asked the clock to try again at once"),
    ),
    EXPIRY_CANCELLED: Sentence(
        gettext_lazy("Cancel an expiry"),
        gettext_lazy("Took the expiry time away: the page stays online"),
    ),
}


class SentenceFormatter(LogFormatter):
    """The sentence of an entry, as Wagtail's history asks for it."""

    def __init__(self, sentence: Sentence) -> None:
        self.label, self.sentence = sentence.label, sentence

    def format_message(self, log_entry: PageLogEntry) -> str:
        message = self.sentence.message
        return message(log_entry.data) if callable(message) else str(message) % log_entry.data
