"""Arranging la Une: forms, history and views."""
