"""The report of readers' searches."""
