"""Anchors within a page, for headings and questions that can be linked to."""

from news.slugs import french_slug


def unique_anchor(text: str, taken: set[str]) -> str:
    """An anchor for `text` that is not among those `taken`, to which it is added."""
    slug = anchor = french_slug(text, 60) or "partie"
    count = 1
    while anchor in taken:
        count += 1
        anchor = f"{slug}-{count}"
    taken.add(anchor)
    return anchor
