"""A secret key that is made on the first start and stays on this machine."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from config.env import VAR, env


def stored_secret_key(path: Path = VAR / "secret_key") -> str:
    """`SECRET_KEY`, or the key kept in `path`: made at first use, readable by its owner only."""
    if key := env.str("SECRET_KEY", default=""):
        return str(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Written aside and linked into place: of two processes that start at once, one key wins.
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(get_random_secret_key())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
