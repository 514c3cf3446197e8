"""Prepares the texts of a page or document for the index.

Each text is kept as its stems, line by line, so that both databases match the same words and the
scores of relevance know in which part of the article they are:

title:  stems of the title; then its forms
body:   kicker; standfirst; body; names (authors, tags, closed-up compounds); forms of all of it

A form is a folded word that differs from its stem, marked so that it equals no stem.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Manager, Model
from wagtail.search.index import AutocompleteField, BaseField, Indexed, RelatedFields, SearchField

from search.french import compounds, stem, words

FORM = "0"  # begins each form; no stem begins with it and goes on with a letter
PREFIXES = {1: "1", 2: "2", 3: "3"}  # marks of the first letters of a word, by their number

KICKER, STANDFIRST, BODY, NAMES, FORMS = range(5)
# The boost of a SearchField says which part of an article it is.
KICKER_BOOST, STANDFIRST_BOOST = 3, 2


def form_token(word: str) -> str:
    return FORM + word


def prefix_token(letters: str) -> str:
    """Return the token of words that begin with `letters`, up to three of them."""
    return PREFIXES[len(letters)] + letters


@dataclass
class Document:
    """The texts of one object, by the part of it they are."""

    title: list[str] = field(default_factory=list)
    parts: list[list[str]] = field(default_factory=lambda: [[], [], [], []])
    autocomplete: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, obj: Indexed) -> "Document":
        document = cls()
        for search_field, text, related in _texts(obj, obj.get_search_fields()):
            document.add(search_field, text, related)
        return document

    def add(self, search_field: BaseField, text: str, related: bool) -> None:
        if isinstance(search_field, AutocompleteField):
            self.autocomplete.append(text)
        elif related:
            self.parts[NAMES].append(text)
        elif search_field.field_name == "title":
            self.title.append(text)
        elif search_field.boost == KICKER_BOOST:
            self.parts[KICKER].append(text)
        elif search_field.boost == STANDFIRST_BOOST:
            self.parts[STANDFIRST].append(text)
        else:
            self.parts[BODY].append(text)

    @cached_property
    def title_words(self) -> list[str]:
        return words(" ".join(self.title))

    @cached_property
    def part_words(self) -> list[list[str]]:
        return [words(" \n ".join(part)) for part in self.parts]

    def title_text(self) -> str:
        return f"{_stemmed(self.title_words)}\n{_forms(self.title_words)}"

    def body_text(self) -> str:
        closed_up = compounds(" ".join([*self.title, *(" \n ".join(part) for part in self.parts)]))
        parts = list(self.part_words)
        parts[NAMES] = [*parts[NAMES], *sorted(closed_up)]
        lines = [_stemmed(part) for part in parts]
        return "\n".join([*lines, _forms(word for part in parts for word in part)])

    def autocomplete_text(self) -> str:
        found = words(" ".join(self.autocomplete))
        # An Arabic word is looked for with its article and without.
        found += [stem(word) for word in found if not word.isascii() and stem(word) != word]
        first = {prefix_token(word[:size]) for word in found for size in PREFIXES if word[:size]}
        return " ".join([*found, *sorted(first)])

    def vocabulary(self) -> set[str]:
        """Return the words that another spelling may offer."""
        return set(self.title_words).union(*self.part_words)


def _stemmed(found: Iterable[str]) -> str:
    return " ".join(stem(word) for word in found)


def _forms(found: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(form_token(word) for word in found if stem(word) != word))


def _texts(
    obj: Model, search_fields: Iterable[BaseField], related: bool = False
) -> Iterator[tuple[BaseField, str, bool]]:
    for search_field in search_fields:
        if isinstance(search_field, SearchField | AutocompleteField):
            yield search_field, _plain(search_field.get_value(obj)), related
        elif isinstance(search_field, RelatedFields):
            value = search_field.get_value(obj)
            if isinstance(value, Manager):
                others = sorted(value.all(), key=lambda other: other.pk)
            else:
                others = [] if value is None else [value]
            for other in others:
                yield from _texts(other, search_field.fields, related=True)


def _plain(value: object) -> str:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return " \n ".join(_plain(item) for item in value)
    return "" if value is None else str(value)
