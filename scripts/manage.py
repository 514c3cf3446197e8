"""One of manage.py's commands, with .venv set up first if need be."""

import sys

from scripts import environment, processes
from scripts.console import interruptible
from scripts.environment import PYTHON, ROOT


def main() -> int:
    processes.end_with_make()
    with interruptible("make"):
        environment.ensure("base")
        return processes.run([str(PYTHON), "manage.py", *sys.argv[1:]], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
