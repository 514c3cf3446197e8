"""The publishing run, what is scheduled, and what chief editors do with it."""
