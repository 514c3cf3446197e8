ON_POSTGRES: set[str] | None = set()
