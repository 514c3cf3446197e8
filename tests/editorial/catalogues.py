"""Catalogues of translations, as they are loaded."""

from collections.abc import Iterator
from typing import Any


def keys_of(catalogue: Any) -> Iterator[Any]:
    for part in catalogue._catalogs:
        yield from part
