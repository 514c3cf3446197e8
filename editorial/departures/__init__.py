"""Somebody leaves: what hangs on their account is shown, handed over, and the account closed."""
