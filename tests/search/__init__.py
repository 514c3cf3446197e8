ON_POSTGRES: set[str] | None = None
