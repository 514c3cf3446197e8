"""Signing in with a second factor: an app's codes, passkeys, recovery codes, and their reset."""
