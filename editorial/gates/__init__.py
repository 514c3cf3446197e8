"""Checks a text before each step of its workflow."""
