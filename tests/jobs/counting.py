"""A process that counts: `python -m tests.jobs.counting FOLDER LINE TIMES [fork]`.

It appends LINE that many times, and says after each how many it has appended. Started, and killed,
by `test_counters`; it has loaded no more of the site than it needs.
"""

import os
import sys
from pathlib import Path

from django.conf import settings


def main() -> None:
    folder, line, times, *fork = sys.argv[1:]
    settings.configure(COUNTS_FOLDER=Path(folder))
    from jobs.count_files import own_file

    for number in range(int(times)):
        own_file.append(line.encode() + b"\n")
        print(number + 1, flush=True)  # noqa: T201
    if fork:
        own_file.append(line.encode() + b"\n")
        child = os.fork()
        own_file.append(line.encode() + b"\n")
        if not child:
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
