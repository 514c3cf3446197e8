"""Where the accounts hang on to Wagtail's admin."""

from accounts.second_factor import hooks  # noqa: F401 (they register themselves)
