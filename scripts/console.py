"""What the person at the terminal reads, in their language."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn


def say(message: str = "") -> None:
    print(message, flush=True)


def fail(message: str) -> NoReturn:
    """End with status 1 and one sentence that says what to do."""
    print(f"\n{message}", file=sys.stderr, flush=True)
    raise SystemExit(1)


@contextmanager
def interruptible(command: str) -> Iterator[None]:
    """Turn Ctrl-C into a sentence on how to go on, with the shell's status for it."""
    try:
        yield
    except KeyboardInterrupt:
        print(
            f"\nInterrompu. Rien n’est perdu : relancez « {command} », qui reprendra.",
            file=sys.stderr,
            flush=True,
        )
        raise SystemExit(130) from None


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, indented by two."""
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    lines = [header, ["-" * width for width in widths], *rows]
    padded = [[cell.ljust(n) for cell, n in zip(line, widths, strict=True)] for line in lines]
    return "\n".join(f"  {'   '.join(line)}".rstrip() for line in padded)
