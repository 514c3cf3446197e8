"""One machine, SQLite and local files: what `make run` starts."""

from config.settings.base import *  # noqa: F403
from config.settings.secret import stored_secret_key

SECRET_KEY = stored_secret_key()
