"""What a page costs: counts are tested; the rest is measured (`make bench`, `make bench-clock`)."""

ON_POSTGRES: set[str] = set()
