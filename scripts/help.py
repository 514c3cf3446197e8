"""`make help`: the commands of the Makefile, each with the sentence behind its ##."""

import re
import sys
from pathlib import Path

from scripts.console import say

COMMAND = re.compile(r"^([a-z-]+):.*?## (.+)$", re.MULTILINE)


def main() -> None:
    commands = COMMAND.findall(Path(sys.argv[1]).read_text(encoding="utf-8"))
    for name, meaning in commands:
        say(f"  make {name:<12} {meaning}")


if __name__ == "__main__":
    main()
