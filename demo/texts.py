"""The demo newsroom's texts, read from TOML files in `demo/content/`."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"

Text = dict[str, Any]


def read(name: str) -> Text:
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def articles() -> dict[str, Text]:
    """Every article by its slug, in the order of the files: `07-the-slug.toml`."""
    files = sorted((CONTENT / "articles").glob("*.toml"))
    return {
        path.stem.partition("-")[2]: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in files
    }
