"""News alerts at the desk: a second person approves the line that stands on every page."""
