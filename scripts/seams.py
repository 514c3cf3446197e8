"""`make seams`: the digests of what our code leans on in the libraries, after it was read again."""

import sys

from scripts import environment, processes
from scripts.console import interruptible
from scripts.environment import PYTHON, ROOT


def main() -> int:
    processes.end_with_make()
    with interruptible("make seams"):
        environment.ensure("test")
        settings = {"PYTHONPATH": "site:.", "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        env = environment.test_environment() | settings
        command = [str(PYTHON), "-m", "tests.upgrade.kept"]
        return processes.run(command, cwd=ROOT, env=env).returncode


if __name__ == "__main__":
    sys.exit(main())
