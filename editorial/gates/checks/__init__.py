"""The checks, each a function that returns findings."""
