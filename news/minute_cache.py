"""Values behind the lists of many pages, such as tags and months, kept until they change."""

from delivery.pages.kept import kept as cached_for_a_minute

__all__ = ["cached_for_a_minute"]
