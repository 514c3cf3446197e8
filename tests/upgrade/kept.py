"""`seams.toml`: what is known of the seams, and how it is brought up to date."""

import json
import tomllib
from pathlib import Path

from tests.upgrade import finding

FILE = Path(__file__).with_name("seams.toml")
HEAD = """# What our code leans on in the libraries, with a digest of it.
# `make seams` writes this file.
# ours = ["theirs", "digest"]. Why each is there, and what would end it: docs/seams.md.
# By hand: what is watched, the strings of scripts, and where a new private name is defined, as
# "module:Class.name".
"""
Seams = dict[str, list[str]]  # ours → theirs and digest


def read() -> dict[str, Seams]:
    return tomllib.loads(FILE.read_text()) if FILE.exists() else {}


def found(known: dict[str, Seams]) -> dict[str, finding.Found]:
    """The seams as they are in the source, by section; of what is private the known place."""
    places = known.get("private", {})
    private = {
        ours: theirs or places.get(ours, [""])[0]
        for ours, theirs in finding.private_names().items()
    }
    return {
        "templates": finding.replaced_templates(),
        "methods": finding.overridden_methods(),
        "patches": finding.patches(),
        "private": private,
        "watched": {ours: kept[0] for ours, kept in known.get("watched", {}).items()},
    }


def refresh() -> None:
    """Write the digests of what is installed."""
    known = read()
    lines = [HEAD]
    for section, seams in found(known).items():
        lines.append(f"[{section}]")
        for ours, theirs in seams.items():
            entry = [theirs, finding.digest_of(theirs) if theirs else "?"]
            lines.append(f"{json.dumps(ours)} = {json.dumps(entry)}")
        lines.append("")
    lines.append("[scripts]")
    lines += [f"{json.dumps(k)} = {json.dumps(v)}" for k, v in known.get("scripts", {}).items()]
    FILE.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    import django

    django.setup()
    refresh()
