"""How much the heavy tests do: enough to fail where the rule breaks, or the full measure."""

import os


def scaled(usual: int, full: int) -> int:
    """`usual` in the suite; `full` where TEST_SCALE=full asks for it, as `make bench-clock`."""
    return full if os.environ.get("TEST_SCALE") == "full" else usual
