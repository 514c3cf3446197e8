"""The tags and authors of the archive: those of the newsroom first, then made-up ones."""

from collections.abc import Iterable, Iterator
from itertools import chain, count
from random import Random

from wagtail.search.backends import get_search_backend

from demo.synthetic import lexicon
from news.models import Author, Tag
from news.slugs import french_slug
from news.tag_keys import tag_key

TAGS, AUTHORS = 400, 60


def tags(chance: Random) -> list[Tag]:
    """As many tags as a newsroom has, the oldest first."""
    known = list(Tag.objects.order_by("pk"))
    keys = {tag.key for tag in known} | set(" ".join(tag.other_keys for tag in known).split())
    slugs = {tag.slug for tag in known}
    new: list[Tag] = []
    for name in _tag_names(chance):
        if len(known) + len(new) >= TAGS:
            break
        tag = Tag(name=name, slug=french_slug(name))
        tag.note_spellings()
        if tag.key not in keys and tag.slug not in slugs:
            keys.add(tag_key(name))
            slugs.add(tag.slug)
            new.append(tag)
    _add(Tag, new)
    return list(Tag.objects.order_by("pk"))


def authors(chance: Random) -> list[Author]:
    """As many authors, the oldest first; the new ones share the portraits of the old."""
    known = list(Author.objects.order_by("pk"))
    portraits: list[int | None] = [author.portrait_id for author in known] or [None]
    slugs = {author.slug for author in known}
    new: list[Author] = []
    for name in _people(chance):
        if len(known) + len(new) >= AUTHORS:
            break
        slug = french_slug(name)
        if slug not in slugs:
            slugs.add(slug)
            portrait = portraits[len(new) % len(portraits)]
            new.append(Author(name=name, slug=slug, role="Correspondance", portrait_id=portrait))
    _add(Author, new)
    return list(Author.objects.order_by("pk"))


def _add(model: type[Tag] | type[Author], new: list[Tag] | list[Author]) -> None:
    model.objects.bulk_create(new)
    # What is written in bulk sends no signal.
    get_search_backend().get_index_for_model(model).add_items(model, new)


def _tag_names(chance: Random) -> Iterator[str]:
    things = [thing.removeprefix("la ").removeprefix("le ").removeprefix("les ").removeprefix("l’")
              for thing in lexicon.THINGS]  # fmt: skip
    mixed: Iterable[str] = (
        name
        for group in zip(
            chain(things, (f"{chance.choice(things)} {year}" for year in count(2014))),
            chain(lexicon.PLACES, lexicon.coined(chance, 200)),
            _people(chance),
            (f"{chance.choice(lexicon.BODIES)} {name}" for name in lexicon.coined(chance, 300)),
            strict=False,
        )
        for name in group
    )
    yield from mixed
    yield from (f"Dossier {number}" for number in count(1))


def _people(chance: Random) -> Iterator[str]:
    for name in lexicon.coined(chance, 1_000):
        yield f"{chance.choice(lexicon.FIRST_NAMES)} {name}"
