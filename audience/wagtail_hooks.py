"""The registry of what this room adds to the admin."""

from audience.comments.moderation import hooks  # noqa: F401
