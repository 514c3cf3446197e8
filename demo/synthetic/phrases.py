"""Pieces of French text whose words are known to the search from the start.

An article is made of some hundred phrases, most of which stand in others too. What the index keeps
of each is worked out once: `Document` would do it again for every article.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain

from news.words import count_words
from search.documents import Document, form_token
from search.french import compounds, stem, words


class Phrase:
    """Some words, and what the index keeps of them."""

    __slots__ = ("closed_up", "forms", "length", "stems", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words(text)
        self.length = count_words(text)
        self.closed_up = compounds(text)
        self.stems = " ".join(stem(word) for word in self.words)
        self.forms = tuple(form_token(word) for word in self.words if stem(word) != word)

    def __str__(self) -> str:
        return self.text


Phrases = Sequence[Phrase]


def joined(phrases: Iterable[Phrase]) -> str:
    return " ".join(phrase.text for phrase in phrases)


class PhraseDocument(Document):
    """The `Document` of an article that is made of phrases."""

    def __init__(self, title: Phrases, kicker: Phrases, *parts: Phrases) -> None:
        """Parts are the standfirst, the body, and the names of authors and tags."""
        super().__init__()
        self.title_phrases = title
        self.kicker = kicker
        self.part_phrases = [kicker, *parts]

    @cached_property
    def title_words(self) -> list[str]:
        return [word for phrase in self.title_phrases for word in phrase.words]

    @cached_property
    def part_words(self) -> list[list[str]]:
        return [[word for one in part for word in one.words] for part in self.part_phrases]

    def title_text(self) -> str:
        forms = dict.fromkeys(chain.from_iterable(one.forms for one in self.title_phrases))
        return f"{_stems(self.title_phrases)}\n{' '.join(forms)}"

    def body_text(self) -> str:
        every = [*self.title_phrases, *chain.from_iterable(self.part_phrases)]
        closed_up = [Phrase(word) for word in sorted(set().union(*(p.closed_up for p in every)))]
        *others, names = self.part_phrases
        parts = [*others, [*names, *closed_up]]
        forms = dict.fromkeys(chain.from_iterable(p.forms for part in parts for p in part))
        return "\n".join([*(_stems(part) for part in parts), " ".join(forms)])

    def autocomplete_text(self) -> str:
        self.autocomplete = [joined(self.title_phrases), joined(self.kicker)]
        return super().autocomplete_text()


def _stems(phrases: Iterable[Phrase]) -> str:
    return " ".join(phrase.stems for phrase in phrases if phrase.stems)
