#!/usr/bin/env python3
"""Runs one of the project's commands, with the settings that ACTUJET_ENV names."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))

from config import select_settings

if __name__ == "__main__":
    select_settings()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
