"""Judges comments: all phases, one after the other; the hardest verdict holds."""

from collections.abc import Sequence

import structlog
from django.utils.translation import gettext

from audience.comments.facts import Facts
from audience.comments.models import Status
from audience.comments.phases import PHASES, Finding, Phase, Verdict

logger = structlog.get_logger(__name__)

STATES = {
    Verdict.PASS: Status.APPROVED,
    Verdict.HOLD: Status.PENDING,
    Verdict.SPAM: Status.SPAM,
}


def judge(facts: Facts, phases: Sequence[Phase] = PHASES) -> list[Finding]:
    """What the phases have found; a phase that fails holds the comment, and never lets it pass."""
    found = []
    for phase in phases:
        try:
            finding = phase(facts)
        except Exception:
            name = phase.__name__
            logger.exception("phase_failed", phase=name)
            reason = gettext("A check has failed; read it yourself.")
            finding = Finding(name, Verdict.HOLD, reason)
        if finding is not None:
            found.append(finding)
    return found


def state_after(findings: Sequence[Finding]) -> Status:
    return STATES[max((finding.verdict for finding in findings), default=Verdict.PASS)]
