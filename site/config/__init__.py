"""Settings, addresses and entry points; no models, no views."""

import os


def select_settings() -> None:
    """Point Django at the settings of `ACTUJET_ENV`: embedded (default), test or production."""
    from config.env import ENVIRONMENT

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"config.settings.{ENVIRONMENT}")
