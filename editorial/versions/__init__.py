"""Versions of a page: merging, differences, authorship, tokens and conflicts."""
