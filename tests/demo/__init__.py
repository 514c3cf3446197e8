ON_POSTGRES: set[str] = set()
