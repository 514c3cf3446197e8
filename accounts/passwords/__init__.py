"""Passwords of at least twelve characters, checked for strength, and new ones by mail."""
