"""What is measured rather than tested: figures depend on the machine (`make bench`)."""

ON_POSTGRES: set[str] = set()
