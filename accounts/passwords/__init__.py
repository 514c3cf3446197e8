"""Passwords of twelve characters that nobody guesses, and new ones by mail."""
