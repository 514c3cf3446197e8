"""The folder through which a test and its processes talk."""

import os
from pathlib import Path


def folder() -> Path:
    return Path(os.environ["FAULTS"])


def is_asked(name: str) -> bool:
    return (folder() / name).exists()


def content(name: str) -> str:
    """What a fault says more exactly; empty if it was not asked for."""
    path = folder() / name
    return path.read_text() if path.exists() else ""


def note(name: str, line: object) -> None:
    """Append a line, whole even when several processes write."""
    with open(folder() / name, "ab", buffering=0) as file:
        file.write(f"{line}\n".encode())


def notes(name: str) -> list[str]:
    path = folder() / name
    return path.read_text().splitlines() if path.exists() else []
