"""The report of what readers search."""
