"""Metadata that cameras and programs write into picture files: read, then taken out."""

from news.photo_metadata.cleaning import Cleaned, clean, in_turn
from news.photo_metadata.containers import Malformed, moves, strip
from news.photo_metadata.facts import Facts, read

__all__ = ["Cleaned", "Facts", "Malformed", "clean", "in_turn", "moves", "read", "strip"]
