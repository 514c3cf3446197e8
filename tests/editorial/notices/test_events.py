"""What people can choose to be told about is told."""

import re
from pathlib import Path

import pytest

from editorial.events.kinds import Event

ROOM = Path(__file__).resolve().parents[3] / "editorial"
# Where events are named without anything having happened.
ONLY_NAMED = {"events.py", "recipients.py", "webhooks.py"}


@pytest.fixture(scope="module")
def announced() -> set[str]:
    files = [file for file in ROOM.rglob("*.py") if file.name not in ONLY_NAMED]
    text = "\n".join(file.read_text() for file in files)
    return set(re.findall(r"\bEvent\.([A-Z_]+)", text))


@pytest.mark.parametrize("event", Event)
def test_every_event_is_announced_somewhere(event: Event, announced: set[str]) -> None:
    assert event.name in announced
