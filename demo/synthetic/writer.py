"""Writes the text of made-up articles: titles, standfirsts and bodies of blocks."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from uuid import UUID

from demo.synthetic import lexicon
from demo.synthetic.phrases import Phrase, Phrases, joined

# A pool of sentences, so large that a word of the long tail is in one article of some hundreds.
POOL, POOL_FOR_EACH = 8_000, 40
COINED = 3_000
# Shares of the articles; the last one, of the paragraphs.
ILLUSTRATED, QUOTED, RELATED, LINKED = 0.2, 0.2, 0.3, 0.06
Json = dict[str, object]


@dataclass
class Text:
    """What an article says, with what its body refers to: by the path of the field, the key."""

    title: Phrases
    standfirst: Phrases
    blocks: list[Json] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    pictures: list[tuple[str, int]] = field(default_factory=list)
    related: list[tuple[str, int]] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)

    @property
    def body(self) -> str:
        return json.dumps(self.blocks)


def falling(count: int, steepness: float = 1.0) -> list[float]:
    """Cumulated weights of a power law: the second has half the weight of the first."""
    return list(accumulate(1 / rank**steepness for rank in range(1, count + 1)))


class Writer:
    """Draws texts from a pool of sentences that is made once, for about `count` articles."""

    def __init__(self, chance: Random, count: int) -> None:
        self.chance = chance
        self.names = lexicon.coined(chance, COINED)
        self.name_weights = falling(COINED)
        places = [*lexicon.PLACES, *(name for name in self.names[:400])]
        self.places = [Phrase(place) for place in places]
        self.place_weights = falling(len(places))
        self.subjects = [Phrase(subject) for subject in lexicon.SUBJECTS]
        self.deeds = [Phrase(deed) for deed in lexicon.DEEDS]
        fresh = min(POOL, POOL_FOR_EACH * count)
        self.pool = [Phrase(each) for each in lexicon.SENTENCES]
        self.pool += [Phrase(self._sentence()) for _ in range(fresh)]
        # Flat enough that no sentence is in every article.
        self.pool_weights = falling(len(self.pool), 0.6)

    def write(self, pictures: Sequence[int], earlier: Sequence[int]) -> Text:
        """A text that may show one of `pictures` and name some of the `earlier` articles."""
        text = Text(self.title(), self.sentences(2))
        paragraphs = self.chance.randint(3, 9)
        for number in range(paragraphs):
            if number and number % 4 == 0:
                self._heading(text)
            self.paragraph(text, self.sentences(self.chance.randint(3, 6)))
            if earlier and self.chance.random() < LINKED:
                self._link(text, self.chance.choice(earlier))
            if number == 1 and pictures and self.chance.random() < ILLUSTRATED:
                self._picture(text, self.chance.choice(pictures))
            if number == 2 and self.chance.random() < QUOTED:
                self._quote(text)
        if earlier and self.chance.random() < RELATED:
            self._related(text, self.chance.choice(earlier))
        return text

    def title(self) -> Phrases:
        (place,) = self.chance.choices(self.places, cum_weights=self.place_weights)
        return [self.chance.choice(self.subjects), place, self.chance.choice(self.deeds)]

    def sentences(self, count: int) -> Phrases:
        return self.chance.choices(self.pool, cum_weights=self.pool_weights, k=count)

    def _sentence(self) -> str:
        pattern = self.chance.choice(lexicon.PATTERNS)
        (name,) = self.chance.choices(self.names, cum_weights=self.name_weights)
        return pattern.format(
            place=self.chance.choices(self.places, cum_weights=self.place_weights)[0],
            person=f"{self.chance.choice(lexicon.FIRST_NAMES)} {self.chance.choice(self.names)}",
            thing=self.chance.choice(lexicon.THINGS),
            number=self.chance.randint(2, 900),
            name=name,
        )

    def paragraph(self, text: Text, said: Phrases) -> None:
        self._add(text, "paragraph", f"<p>{joined(said)}</p>", said)

    def _link(self, text: Text, page: int) -> None:
        """Let the first sentence of the last paragraph lead to a page."""
        block = text.blocks[-1]
        opening, end, rest = str(block["value"]).partition(".")
        block["value"] = f'<p><a linktype="page" id="{page}">{opening[3:]}</a>{end}{rest}'
        text.links.append((f"body.{block['id']}", page))

    def _heading(self, text: Text) -> None:
        said = [self.chance.choice(self.deeds)]
        value = {"text": joined(said), "level": "2", "language": ""}
        self._add(text, "heading", value, said)

    def _quote(self, text: Text) -> None:
        said = self.sentences(1)
        value = {"text": joined(said), "attribution": "", "role": "", "language": ""}
        self._add(text, "quote", value, said)

    def _picture(self, text: Text, picture: int) -> None:
        said = self.sentences(1)
        value = {"image": picture, "alt": "", "caption": joined(said), "credit": ""}
        key = self._add(text, "image", value, said)
        text.pictures.append((f"body.{key}.image", picture))

    def _related(self, text: Text, article: int) -> None:
        key = self._add(text, "related_article", {"article": article}, [])
        text.related.append((f"body.{key}.article", article))

    def _add(self, text: Text, kind: str, value: object, said: Phrases) -> str:
        key = str(UUID(int=self.chance.getrandbits(128), version=4))
        text.blocks.append({"type": kind, "value": value, "id": key})
        text.phrases += said
        return key
