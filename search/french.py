"""Folds and stems French words, the same on every database.

A word is folded first (case, accents, ligatures and the letters of Bambara) and then stemmed, so
that « Élections », « election » and « élection » are one. Texts and queries go
through the same functions: the database never has to know French.
"""

import re
from functools import lru_cache

import snowballstemmer

from accounts.accents import without_accents

MAX_LETTERS = 40  # of a word; no French word is longer

_LETTERS = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i",
        # Bambara, as those write it whose keyboard has no such letters.
        "ɛ": "e", "ɔ": "o", "ɲ": "ny", "ŋ": "ng",
        "’": "'", "ʼ": "'", "‘": "'", "`": "'", "´": "'", "ʹ": "'",
    }
)  # fmt: skip
# Before a vowel, what is elided is left out: nobody looks for the letter of « l’élection ».
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|quoiqu)'(?=[aeiouyh])")
# Before a consonant it is no elision but a name: « N’Diaye » is « Ndiaye ».
_NAME = re.compile(r"\b([a-z])'(?=[b-df-hj-np-tv-xz])")
_WORD = re.compile(r"[^\W_]+")
_COMPOUND = re.compile(r"[^\W_]+(?:-[^\W_]+)+")

STOP_WORDS = frozenset(
    """
    a ai aie ainsi as au aux avait avaient avec avez avoir avons c car ce cela celle celles celui
    ces cet cette ceux chez comme d dans de des donc dont du elle elles en entre es est et etaient
    etait etant ete etes etre eu eux font fut furent ici il ils j je l la le les leur leurs lors
    lui m ma mais me meme memes mes moi mon n ne ni nos notre nous on ont ou par pas pendant peu
    peut plus pour pres qu quand que quel quelle quelles quels qui quoi s sa sans se selon sera
    seront ses si soi soit sommes son sont sous suis sur t ta te tes toi ton tous tout toute toutes
    tu un une vers voici voila vos votre vous y
    """.split()
)


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, ligatures taken apart, apostrophes alike."""
    text = text.lower().translate(_LETTERS)
    if not text.isascii():
        text = without_accents(text).lower().translate(_LETTERS)
    return text


def words(text: str) -> list[str]:
    """Return the folded words of `text`, in order."""
    plain = _NAME.sub(r"\1", _ELIDED.sub(" ", fold(text)))
    return [word[:MAX_LETTERS] for word in _WORD.findall(plain)]


def compounds(text: str) -> set[str]:
    """Return each hyphenated word of `text` folded and closed up: « week-end » as « weekend »."""
    plain = _ELIDED.sub(" ", fold(text))
    return {word.replace("-", "")[:MAX_LETTERS] for word in _COMPOUND.findall(plain)}


_stemmer = snowballstemmer.stemmer("french")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a folded word.

    Snowball's French stemmer reads accents; without them it needs help with two endings: « élue »
    looks like « elue », and « publient » keeps its ending.
    https://snowballstem.org/algorithms/french/stemmer.html
    """
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    word = re.sub(r"ees?$", "e", word)
    found: str = _stemmer.stemWord(word)
    if len(found) > 6 and found.endswith("ent"):
        found = found[:-3]
    return found


def stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]
