"""The dashboard, the lists of articles and the states of pages."""
