"""A moment in the order of commits."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Snapshot:
    """Which changes had been committed at some moment.

    Those below `xmin`, and those below `xmax` that are not in `running`: what PostgreSQL says of a
    snapshot (https://www.postgresql.org/docs/current/functions-info.html). On SQLite one
    transaction ends after the other, and changes are numbered in that order.
    """

    xmin: int
    xmax: int
    running: frozenset[int] = frozenset()

    def has(self, position: int) -> bool:
        """Whether the change at `position` had been committed."""
        return position < self.xmin or (position < self.xmax and position not in self.running)


def as_text(snapshot: Snapshot) -> str:
    """Write a snapshot as PostgreSQL does: `xmin:xmax:running`."""
    running = ",".join(map(str, sorted(snapshot.running)))
    return f"{snapshot.xmin}:{snapshot.xmax}:{running}"


def from_text(text: str) -> Snapshot:
    """Read what `as_text`, or PostgreSQL, has written."""
    xmin, xmax, running = text.split(":")
    return Snapshot(int(xmin), int(xmax), frozenset(map(int, filter(None, running.split(",")))))
