"""The registry of what this room adds to the admin."""

from audience.comments.moderation import hooks as moderation  # noqa: F401
from audience.counts.desk import hooks as figures  # noqa: F401
