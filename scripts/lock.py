"""`make lock`: the releases of all packages, with their hashes, from pyproject.toml."""

import sys

from scripts import environment, processes
from scripts.console import interruptible, say
from scripts.environment import ROOT, UV


def main() -> int:
    processes.end_with_make()
    with interruptible("make lock"):
        environment.ensure("test")
        # The packages of `test` are those of `base` and more: never two releases of one.
        base = ["--constraint", "requirements/base.txt"]
        return (
            compiled("base", "pyproject.toml")
            or compiled("test", "pyproject.toml", "--extra", "test", *base)
            or compiled("installer", "--group", "installer")
        )


def compiled(level: str, *options: str) -> int:
    say(f"requirements/{level}.txt…")
    command = [str(UV), "pip", "compile", "--quiet", "--upgrade"]
    command += ["--python-version", "3.11", "--generate-hashes", "--no-header"]
    # Where packages come from is this machine's affair, and stays out of the files.
    command += ["--no-emit-index-url", "--no-emit-find-links"]
    target = ["--output-file", f"requirements/{level}.txt"]
    return processes.run([*command, *options, *target], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
