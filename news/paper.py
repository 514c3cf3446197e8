"""What the newsroom says of its paper, for the feeds and sitemaps of this room.

The facts are kept by a room above, which declares with `describes_the_paper` who reads them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from wagtail.models import Site


@dataclass(frozen=True)
class Paper:
    name: str
    tagline: str
    # Addresses on the site: the icon in the size that feeds show, and in a large one.
    small_icon: str
    icon: str


Reader = Callable[[Site], Paper]
_readers: list[Reader] = []


def describes_the_paper(reader: Reader) -> Reader:
    """Have `paper_of` ask the decorated function."""
    _readers[:] = [reader]
    return reader


def paper_of(site: Site) -> Paper:
    (reader,) = _readers
    return reader(site)
