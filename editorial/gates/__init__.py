"""Checks of a text before each step of its workflow."""
