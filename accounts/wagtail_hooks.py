"""The hooks of the accounts into Wagtail's admin."""

# They register themselves.
from accounts.second_factor import hooks as second_factor_hooks  # noqa: F401
from accounts.sessions import hooks as sessions_hooks  # noqa: F401
