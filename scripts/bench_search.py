"""`make bench-search`: how well and how fast the search finds, on both databases."""

import os
import sys
import tempfile
from pathlib import Path

from scripts import environment, processes
from scripts.console import interruptible, say
from scripts.environment import PYTHON, ROOT
from scripts.test import real_servers

DATA = "../shared/data/articles-fr.tsv"


def main() -> int:
    """Measure on SQLite, then on PostgreSQL.

    DATA names the real articles, ARTICLES the sizes at which speed is measured, SEED the chance in
    it, INPUTS how many strings of any kind are sent to the largest of these sites.
    """
    processes.end_with_make()
    with (
        interruptible("make bench-search"),
        tempfile.TemporaryDirectory(prefix="actujet-bench-") as folder,
    ):
        environment.ensure("test")
        env = environment.test_environment()
        data = Path(os.environ.get("DATA") or ROOT / DATA).resolve()
        sizes = (os.environ.get("ARTICLES") or "1300").replace(",", " ").split()
        command = [str(PYTHON), "-m", "scripts.search_bench.run", "--data", str(data)]
        command += ["--articles", *sizes, "--seed", os.environ.get("SEED") or "1"]
        command += ["--inputs", os.environ.get("INPUTS") or "10000"]
        say("Recherche : pertinence, vitesse et entrées quelconques")
        sqlite = {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
        failed = processes.run(command, env | sqlite, cwd=ROOT).returncode
        with real_servers(Path(folder)) as addresses:
            return processes.run(command, env | addresses, cwd=ROOT).returncode or failed


if __name__ == "__main__":
    sys.exit(main())
