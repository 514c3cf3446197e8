"""`make journey`: the main job in a real browser, on the site with all its processes."""

import sys

from scripts import environment, processes
from scripts.console import interruptible
from scripts.environment import PYTHON, ROOT


def main() -> int:
    processes.end_with_make()
    with interruptible("make journey"):
        environment.ensure("test")
        command = [str(PYTHON), "-m", "pytest", "-q", "-m", "journey", "tests/journey"]
        return processes.run(command, cwd=ROOT, env=environment.test_environment()).returncode


if __name__ == "__main__":
    sys.exit(main())
