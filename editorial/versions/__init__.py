"""Compares, merges and names the versions of a page."""
