"""The phases of the pipeline: each judges a comment by one sort of facts.

Pure functions: they ask neither the database nor the clock. A phase that has nothing to say returns
None. Reasons are for moderators.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audience.comments.facts import Facts
from audience.comments.models import Mode

MOST_LINKS = 2
SPAM_LINKS = 6
MOST_FROM_NETWORK, MOST_FROM_WRITER = 12, 4


class Verdict(IntEnum):
    """From the mildest to the hardest: the hardest of all phases holds."""

    PASS = 0
    HOLD = 1
    SPAM = 2


@dataclass(frozen=True)
class Finding:
    """phase: its name. evidence: what it goes by, as a moderator reads it."""

    phase: str
    verdict: Verdict
    reason: str
    evidence: str = ""

    def as_row(self) -> dict[str, str]:
        """As it is stored with the comment."""
        return {
            "phase": self.phase,
            "verdict": self.verdict.name.lower(),
            "reason": self.reason,
            "evidence": self.evidence,
        }


Phase = Callable[[Facts], Finding | None]


def trap(facts: Facts) -> Finding | None:
    if not facts.trap:
        return None
    return Finding(
        "trap", Verdict.SPAM, _("A field that people do not see was filled in."), facts.trap[:80]
    )


def blocked(facts: Facts) -> Finding | None:
    if not facts.blocked:
        return None
    return Finding("blocked", Verdict.SPAM, _("Its writer is blocked."), facts.blocked)


def limits(facts: Facts) -> Finding | None:
    if facts.from_writer >= MOST_FROM_WRITER or facts.from_network >= MOST_FROM_NETWORK:
        evidence = _(
            "within ten minutes: %(writer)s from this address, %(network)s from its network"
        )
        return Finding(
            "limits",
            Verdict.HOLD,
            _("Many comments on this article in a short time."),
            evidence % {"writer": facts.from_writer, "network": facts.from_network},
        )
    return None


def proof(facts: Facts) -> Finding | None:
    if not facts.suspicion:
        return None
    reason = _("Its device has brought no proof of work.")
    return Finding("proof", Verdict.HOLD, reason, facts.suspicion)


def duplicates(facts: Facts) -> Finding | None:
    if not facts.alike:
        return None
    return Finding(
        "duplicates",
        Verdict.HOLD,
        _("Nearly the same was written in the last day."),
        facts.alike[:200],
    )


def links(facts: Facts) -> Finding | None:
    number = len(facts.links)
    if number <= MOST_LINKS:
        return None
    verdict = Verdict.SPAM if number >= SPAM_LINKS else Verdict.HOLD
    reason = ngettext("It holds %(number)s link.", "It holds %(number)s links.", number)
    return Finding("links", verdict, reason % {"number": number}, " ".join(facts.links)[:200])


def words(facts: Facts) -> Finding | None:
    if not facts.watched:
        return None
    reason = _("It holds words to look out for.")
    return Finding("words", Verdict.HOLD, reason, ", ".join(facts.watched)[:200])


def history(facts: Facts) -> Finding | None:
    """Who is not known yet is read first, where the section says so."""
    if facts.refused > facts.approved and not facts.is_trusted:
        evidence = _("%(refused)s refused, %(approved)s approved")
        return Finding(
            "history",
            Verdict.HOLD,
            _("More of its writer’s comments were refused than approved."),
            evidence % {"refused": facts.refused, "approved": facts.approved},
        )
    if facts.mode == Mode.KNOWN and not facts.is_trusted and facts.approved < facts.known_after:
        reason = _("Its writer is not known yet.")
        evidence = _("%(approved)s of %(needed)s approved")
        return Finding(
            "history",
            Verdict.HOLD,
            reason,
            evidence % {"approved": facts.approved, "needed": facts.known_after},
        )
    return None


def mode(facts: Facts) -> Finding | None:
    if facts.mode != Mode.MODERATED or facts.is_trusted:
        return None
    return Finding("mode", Verdict.HOLD, _("Each comment of this section is read first."))


PHASES: tuple[Phase, ...] = (
    trap,
    blocked,
    limits,
    proof,
    duplicates,
    links,
    words,
    history,
    mode,
)
