"""The desk's first page, its article lists and page states."""
