"""Known-item search: somebody looks for an article that they have read."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from scripts.search_bench.corpus import Known
from search.french import STOP_WORDS, fold, words

SHOWN = 20
KINDS = {
    "a": "trois mots du titre",
    "b": "les mêmes sans accents",
    "c": "avec une faute de frappe",
    "d": "autres flexions",
    "e": "une expression du texte",
}
Search = Callable[[str], list[int]]
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True)
class Measure:
    mrr: float
    success: float


def queries(known: list[Known], seed: int) -> dict[str, list[tuple[str, int]]]:
    """For each kind of search, what is typed and the key of the article that is meant."""
    chance = random.Random(seed)  # noqa: S311
    made: dict[str, list[tuple[str, int]]] = {kind: [] for kind in KINDS}
    texts = [" ".join(words(item.text)) for item in known]
    for item in known:
        content = [
            word
            for word in dict.fromkeys(_WORD.findall(item.headline))
            if len(word) > 3 and fold(word) not in STOP_WORDS
        ]
        if len(content) >= 3:
            places = sorted(chance.sample(range(len(content)), 3))
            three = [content[place] for place in places]
            made["a"].append((" ".join(three), item.pk))
            made["b"].append((fold(" ".join(three)), item.pk))
            made["c"].append((" ".join(misspelt(three, chance)), item.pk))
            made["d"].append((" ".join(inflected(word, chance) for word in three), item.pk))
        if phrase := distinctive(item.text, texts, chance):
            made["e"].append((phrase, item.pk))
    return made


def misspelt(typed: list[str], chance: random.Random) -> list[str]:
    """One slip of the finger in one of the longer words."""
    place = chance.choice([n for n, word in enumerate(typed) if len(word) > 4] or [0])
    word = typed[place]
    at = chance.randrange(1, len(word) - 1)
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + chance.choice("aeioutrns") + word[at + 1 :],
        word[:at] + word[at] + word[at:],
    )
    return [*typed[:place], chance.choice(slips), *typed[place + 1 :]]


def inflected(word: str, chance: random.Random) -> str:
    """Another form of the word, singular for plural or one gender for another."""
    plain = word.lower()
    if plain.endswith("aux") and len(plain) > 5:
        return plain[:-3] + "al"
    if plain.endswith(("es", "és")) and len(plain) > 5:
        return plain[:-1]
    if plain.endswith("s") and len(plain) > 4:
        return plain[:-1]
    if plain.endswith("er") and len(plain) > 4:
        return plain[:-2] + chance.choice(["é", "ée", "és", "ait"])
    if plain.endswith("al") and len(plain) > 4:
        return plain[:-2] + "aux"
    if plain.endswith("é"):
        return plain + chance.choice(["e", "s", "es"])
    return plain + "s" if not plain.endswith(("x", "z")) else plain


def distinctive(text: str, texts: list[str], chance: random.Random) -> str:
    """Four words in a row that no other of the texts holds; every second one in quotes."""
    tokens = text.split()
    for _ in range(40):
        at = chance.randrange(max(1, len(tokens) - 4))
        said = " ".join(tokens[at : at + 4]).strip(" .,;:!?()«»\"“”'’")
        plain = words(said)
        if len(plain) < 4 or sum(word not in STOP_WORDS for word in plain) < 2:
            continue
        if sum(" ".join(plain) in other for other in texts) == 1 and '"' not in said:
            return f'"{said}"' if chance.random() < 0.5 else said
    return ""


def measure(search: Search, wanted: list[tuple[str, int]]) -> Measure:
    ranks = []
    for typed, pk in wanted:
        found = search(typed)[:SHOWN]
        ranks.append(found.index(pk) + 1 if pk in found else 0)
    total = max(1, len(ranks))
    return Measure(
        mrr=sum(1 / rank for rank in ranks if rank) / total,
        success=sum(0 < rank <= 5 for rank in ranks) / total,
    )
