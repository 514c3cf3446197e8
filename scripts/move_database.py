"""`make move-database`: everything that the site's database knows, into another one."""

import os
import sys

from scripts import environment, processes
from scripts.console import fail, interruptible
from scripts.environment import PYTHON, ROOT


def main() -> int:
    processes.end_with_make()
    to = os.environ.get("TO", "")
    if not to.startswith(("postgres://", "postgresql://", "sqlite:///")):
        fail(
            "Vers quelle base ? make move-database TO=postgres://nom:mot-de-passe@machine/base "
            "ou TO=sqlite:////dossier/fichier"
        )
    with interruptible("make move-database"):
        environment.ensure("base")
        return processes.run([str(PYTHON), "manage.py", "move_database"], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
