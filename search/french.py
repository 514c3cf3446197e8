"""Folds and stems words, the same on every database.

A word is folded first (case, accents, ligatures, the letters of Bambara, the vowel signs of Arabic
and the tone marks of N'Ko) and then stemmed, so that « Élections », « election » and « élection »
are one. Texts and queries go through the same functions: the database never has to know French.
Nobody says in which language they search, so a word has one stem whatever the language of its text:
Latin letters the French one, Arabic words the one without their article, others the word itself.
"""

import re
from functools import lru_cache
from threading import local

import snowballstemmer

from accounts.accents import without_accents

MAX_LETTERS = 40  # of a word; no French word is longer

# Joiners of letters, and marks of direction: they part no words.
JOINERS = "\u200c\u200d\u200e\u200f\u061c"
_LETTERS = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i",
        # Bambara, as those write it whose keyboard has no such letters.
        "ɛ": "e", "ɔ": "o", "ɲ": "ny", "ŋ": "ng",
        "’": "'", "ʼ": "'", "‘": "'", "`": "'", "´": "'", "ʹ": "'",
        # Arabic: letters that many type for each other. Alef's other forms are letters with marks.
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك",
        "ߴ": "'", "ߵ": "'",  # apostrophes of N'Ko
        "ـ": "", "ߺ": "",  # what stretches a word and is no letter
        **{chr(zero + value): str(value) for zero in (0x660, 0x6F0, 0x7C0) for value in range(10)},
        **dict.fromkeys(JOINERS, ""),
    }
)  # fmt: skip
# Accents, vowel signs and tone marks that follow the letters which they belong to.
MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u07eb-\u07f3\u07fd"
# Before a vowel, what is elided is left out: nobody looks for the letter of « l’élection ».
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|quoiqu)'(?=[aeiouyh])")
# Before a consonant it is no elision but a name: « N’Diaye » is « Ndiaye ».
_NAME = re.compile(r"\b([a-z])'(?=[b-df-hj-np-tv-xz])")
_WORD = re.compile(r"[^\W_]+")
_HYPHENS = frozenset("-\ufe63\uff0d")  # and what folds to one
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
    # Folding the rest, which is nearly all of a text, would take as long as its words do.
    hyphenated = (part for part in text.split() if not _HYPHENS.isdisjoint(part))
    plain = _ELIDED.sub(" ", fold(" ".join(hyphenated)))
    return {word.replace("-", "")[:MAX_LETTERS] for word in _COMPOUND.findall(plain)}


# The article, with the particles that are written in one word with it.
_ARABIC_ARTICLE = re.compile(r"(?:و?ال|[وفب]?لل|و?[بكف]ال)(?=[ء-ي]{3})")


class Stemmer(local):
    """One for each thread: it holds the word that it works on, and would mix up two."""

    def __init__(self) -> None:
        self.stem = snowballstemmer.stemmer("french").stemWord


_stemmer = Stemmer()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a folded word.

    Snowball's French stemmer reads accents; without them it needs help with two endings: « élue »
    looks like « elue », and « publient » keeps its ending.
    https://snowballstem.org/algorithms/french/stemmer.html
    """
    if not word.isascii():
        return _without_article(word)
    if len(word) < 4 or not word.isalpha():
        return word
    word = re.sub(r"ees?$", "e", word)
    found: str = _stemmer.stem(word)
    if len(found) > 6 and found.endswith("ent"):
        found = found[:-3]
    return found


def _without_article(word: str) -> str:
    article = _ARABIC_ARTICLE.match(word)
    return word[article.end() :] if article else word


def stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]
