"""The phases of the pipeline: what passes, what waits, what is spam."""

from dataclasses import replace

import pytest

from audience.comments.facts import Facts
from audience.comments.models import Mode, Status
from audience.comments.pipeline import judge, state_after

KNOWN = Facts(
    text="Le forage est à sec.",
    links=(),
    seconds=40,
    trap="",
    mode=Mode.KNOWN,
    known_after=2,
    approved=2,
)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, Status.APPROVED),
        ({"approved": 1}, Status.PENDING),
        ({"approved": 0, "mode": Mode.OPEN}, Status.APPROVED),
        ({"approved": 0, "is_trusted": True}, Status.APPROVED),
        ({"mode": Mode.MODERATED}, Status.PENDING),
        ({"mode": Mode.MODERATED, "is_trusted": True}, Status.APPROVED),
        ({"refused": 3}, Status.PENDING),
        ({"trap": "http://example.org/"}, Status.SPAM),
        ({"blocked": "adresse"}, Status.SPAM),
        ({"links": ["https://example.org/"] * 2}, Status.APPROVED),
        ({"links": ["https://example.org/"] * 3}, Status.PENDING),
        ({"links": ["https://example.org/"] * 6}, Status.SPAM),
        ({"watched": ["escroc"], "is_trusted": True}, Status.PENDING),
        ({"alike": "Le forage est à sec.", "is_trusted": True}, Status.PENDING),
        ({"from_writer": 4}, Status.PENDING),
        ({"from_network": 12}, Status.PENDING),
    ],
)
def test_verdict_of_all_phases(changes: dict[str, object], state: Status) -> None:
    findings = judge(replace(KNOWN, **changes))
    assert state_after(findings) == state
    assert all(finding.reason for finding in findings)


def test_phase_that_fails_holds_the_comment() -> None:
    def broken(facts: Facts) -> None:
        raise ZeroDivisionError

    findings = judge(KNOWN, [broken])
    assert state_after(findings) == Status.PENDING
    assert [finding.phase for finding in findings] == ["broken"]
