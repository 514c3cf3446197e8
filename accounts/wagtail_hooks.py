from accounts.sessions import hooks  # noqa: F401
