"""What something that is kept rests on, and whether that still holds."""

from __future__ import annotations

import time
from collections.abc import Set
from dataclasses import dataclass

from delivery.pages.changes import Known
from delivery.pages.snapshots import Snapshot

# How long a copy may be shown, in seconds, while a new one is being made.
A_MOMENT = 10


@dataclass(slots=True)
class Basis:
    """tags: what it depends on. snapshot: what had been committed before it was made.

    ends_at: when it changes by itself, or shall count no longer, in seconds since 1970. right_at:
    the version of the known changes at which it was last found right.
    """

    tags: Set[str]
    snapshot: Snapshot
    ends_at: float
    right_at: int = -1

    def is_right(self, changes: Known, now: float) -> bool:
        """Whether nothing has changed since. now: in seconds since 1970."""
        if now >= self.ends_at:
            return False
        version = changes.version
        if self.right_at != version:
            if any(changes.unseen(self.snapshot, self.tags)):
                return False
            self.right_at = version
        return True

    def was_right(self, changes: Known, seconds: float) -> bool:
        """Whether it was right until so many seconds ago, and shows nothing that was withdrawn."""
        oldest = time.time() - seconds
        if self.ends_at <= oldest:
            return False
        unseen = changes.unseen(self.snapshot, self.tags)
        return all(not change.withdraws and change.at > oldest for change in unseen)
