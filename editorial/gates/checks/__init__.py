"""The checks of an article, each a function that yields findings."""
