"""`make bench-clock`: how punctual the clock is, and the rules of publishing at their full measure.

Nothing fails for being slow: the figures are there to be read and compared.
"""

import sys
import tempfile
from pathlib import Path

from scripts import environment, processes
from scripts.console import interruptible, say
from scripts.environment import PYTHON, ROOT
from scripts.test import real_servers

MEASURES = ["tests/bench/punctuality.py"]
# What the suite does a few times is done a thousand times here.
AT_FULL_SCALE = [
    "tests/editorial/test_change_of_mind.py",
    "tests/editorial/test_clock_publishes.py",
    "tests/editorial/test_killed_clock.py",
]


def main() -> int:
    processes.end_with_make()
    with (
        interruptible("make bench-clock"),
        tempfile.TemporaryDirectory(prefix="actujet-") as folder,
    ):
        environment.ensure("test")
        env = environment.test_environment() | {"TEST_SCALE": "full"}
        with real_servers(Path(folder)) as addresses:
            failed = [
                _run(f"{what}, {database}", env | addresses_of_database, *arguments)
                for database, addresses_of_database in (("SQLite", {}), ("PostgreSQL", addresses))
                for what, arguments in (
                    ("Ponctualité", ["-s", *MEASURES]),
                    ("À pleine échelle", AT_FULL_SCALE),
                )
            ]
    return any(failed)


def _run(title: str, env: dict[str, str], *arguments: str) -> int:
    say(f"\n— {title}")
    command = [str(PYTHON), "-m", "pytest", "-q", "--durations=0", *arguments]
    return processes.run(command, cwd=ROOT, env=env).returncode


if __name__ == "__main__":
    sys.exit(main())
