"""Recognition of corrections of form: typing, spelling, spacing.

It cannot read. It takes a change for one of form only where all that it knows to look for is
absent: the change is short, it is in running text, no figure, number word, capital, negation or
link is touched, no word is put in or taken out but small ones, and each word that is replaced
looks like the one before. Whatever it lets pass is read afterwards by somebody else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import StreamField

from accounts.accents import without_accents
from editorial.versions.canonical import (
    Content,
    canonical_block,
    canonical_field,
    model_of,
    text_fields,
)
from editorial.versions.merging import changed
from editorial.workflow.refusals import DecisionRefused
from news.block_repair import readable_pieces

TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"\w+(?:['’]\w*)?|[^\w\s]", re.UNICODE)
SENTENCE_END = frozenset(".!?…:»”")
# How many letters of a word may differ for it to be the same word, mistyped.
CLOSEST = 2
SMALL_WORDS = frozenset(
    "a à au aux avec ce ces cet cette d' dans de des du elle elles en et eux il ils j' je l' la le "
    "les leur leurs lui m' ma mes mon nos notre nous on ou où par pour qu' que qui s' sa se ses "
    "son sur t' ta tes ton un une vos votre vous y".split()
)
NEGATIONS = frozenset(
    "ne n' ni non pas plus point jamais aucun aucune rien sans sauf guère".split()
)
NUMBERS = frozenset(
    "zéro deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize vingt vingts trente quarante cinquante soixante septante huitante nonante cent cents "
    "mille million millions milliard milliards demi moitié tiers quart premier première double "
    "triple douzaine dizaine dizaines vingtaine trentaine cinquantaine centaine centaines millier "
    "milliers".split()
)
# Before the same word, these turn its sense round.
PREFIXES = ("il", "im", "in", "ir", "dé", "dés", "mal", "non", "anti", "a")


@dataclass(frozen=True)
class Finding:
    """One reason to take a change for more than form."""

    reason: str

    def __str__(self) -> str:
        return self.reason


def what_is_more_than_form(before: Content, after: Content, limit: int) -> list[Finding]:
    """Why the change from `before` to `after` is not one of form; empty if it is.

    limit: how many characters it may change.
    """
    prose: frozenset[str] = getattr(model_of(after), "prose_fields", frozenset())
    texts: list[tuple[str, str]] = []
    for name in changed(before, after):
        if name not in text_fields(after):
            continue
        pairs = _texts_of(before, after, name) if name in prose else None
        if pairs is None:
            return [Finding(_("It changes more than running text."))]
        texts += pairs
    found = dict.fromkeys(reason for one, other in texts for reason in _reasons(one, other))
    length = sum(changed_characters(one, other) for one, other in texts)
    if length > limit:
        words = {"count": length, "limit": limit}
        found[_("It changes %(count)s characters; at most %(limit)s are form.") % words] = None
    return [Finding(reason) for reason in found]


def changed_characters(one: str, other: str) -> int:
    """How many characters were put in, taken out or replaced."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return sum(
        max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"
    )


def _texts_of(before: Content, after: Content, name: str) -> list[tuple[str, str]] | None:
    """The pairs of running texts that differ; None where something else differs as well."""
    field: Any = model_of(after)._meta.get_field(name)
    if not isinstance(field, StreamField):
        return _same_markup(str(canonical_field(before, name)), str(canonical_field(after, name)))
    stream = field.stream_block
    one, other = (readable_pieces(stream, content.get(name)) for content in (before, after))
    if [block["type"] for block in one] != [block["type"] for block in other]:
        return None
    pairs: list[tuple[str, str]] = []
    for old, new in zip(one, other, strict=True):
        block = field.stream_block.child_blocks.get(old["type"])
        found = _texts_of_block(block, old["value"], new["value"]) if block else []
        if found is None:
            return None
        pairs += found
    return pairs


def _texts_of_block(block: blocks.Block, old: Any, new: Any) -> list[tuple[str, str]] | None:
    one, other = canonical_block(block, old), canonical_block(block, new)
    if one == other:
        return []
    # Which texts of a block are prose, it says itself; a paragraph is nothing else.
    if isinstance(block, blocks.RichTextBlock):
        return _same_markup(one, other)
    prose = getattr(block.meta, "prose", ())
    pairs: list[tuple[str, str]] = []
    for name, value in one.items() if isinstance(one, dict) else ():
        if value == other[name]:
            continue
        if name not in prose:
            return None
        values = zip(value, other[name], strict=False) if isinstance(value, list) else None
        if values is None:
            pairs.append((value, other[name]))
        elif len(value) != len(other[name]):
            return None
        else:
            pairs += [(first, second) for first, second in values if first != second]
    return pairs or None


def _same_markup(one: str, other: str) -> list[tuple[str, str]] | None:
    """The texts between the tags of two pieces of rich text, where all tags are the same."""
    if TAG.findall(one) != TAG.findall(other):
        return None
    between = zip(TAG.split(one), TAG.split(other), strict=True)
    return [(first, second) for first, second in between if first != second]


def _reasons(one: str, other: str) -> Iterator[str]:
    old, new = WORD.findall(one), WORD.findall(other)
    matcher = SequenceMatcher(None, [_plain(w) for w in old], [_plain(w) for w in new], False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        touched = [*_at(old, i1, i2), *_at(new, j1, j2)]
        words = [word for word, _first in touched]
        if any(any(letter.isdigit() for letter in word) for word in words):
            yield _("It touches a figure.")
        elif _joined(old[i1:i2]) == _joined(new[j1:j2]):
            # Words run together or apart, accents, capitals.
            continue
        elif _sets_differ(old[i1:i2], new[j1:j2], NUMBERS):
            yield _("It touches a number.")
        elif _sets_differ(old[i1:i2], new[j1:j2], NEGATIONS):
            yield _("It touches a negation.")
        elif any(_may_be_a_name(word, first) for word, first in touched):
            yield _("It touches a word with a capital, perhaps a name.")
        elif not _reads_alike(old, new, (i1, i2, j1, j2)):
            yield _("It changes a word for another.")


def _at(words: list[str], start: int, end: int) -> list[tuple[str, bool]]:
    """Words with whether each begins a sentence."""
    return [
        (words[place], place == 0 or words[place - 1][-1] in SENTENCE_END)
        for place in range(start, end)
    ]


def _sets_differ(old: list[str], new: list[str], words: frozenset[str]) -> bool:
    """Whether other words of the list are in it now; a small word may be one of them too."""
    one = {word.casefold().replace("’", "'") for word in old} & words
    other = {word.casefold().replace("’", "'") for word in new} & words
    return one != other


def _may_be_a_name(word: str, begins_sentence: bool) -> bool:
    if not any(letter.isupper() for letter in word):
        return False
    return not (begins_sentence and _small(word))


def _reads_alike(old: list[str], new: list[str], span: tuple[int, int, int, int]) -> bool:
    i1, i2, j1, j2 = span
    before, after = old[i1:i2], new[j1:j2]
    if not any(word[0].isalnum() for word in [*before, *after]):
        return True
    if _is_repeated(old, i1, i2) and not after:
        return True
    if len(before) != len(after):
        return all(_small(word) for word in _unpaired(before, after))
    return all(_close(one, other) for one, other in zip(before, after, strict=True))


def _unpaired(before: list[str], after: list[str]) -> list[str]:
    """The words without a twin that they could be a mistyping of."""
    left = list(after)
    alone = []
    for word in before:
        twin = next((other for other in left if _close(word, other)), None)
        if twin is None:
            alone.append(word)
        else:
            left.remove(twin)
    return [*alone, *left]


def _is_repeated(words: list[str], start: int, end: int) -> bool:
    """Whether what was taken out is what is still beside it: « de de »."""
    cut = [word.casefold() for word in words[start:end]]
    around = [words[max(0, start - len(cut)) : start], words[end : end + len(cut)]]
    return any(cut == [word.casefold() for word in beside] for beside in around)


def _close(one: str, other: str) -> bool:
    """Whether one word may be the other, mistyped, without accents or with another ending."""
    first, second = _plain(one), _plain(other)
    if first == second:
        return True
    if not (first[:1] == second[:1] and first[:1].isalnum()):
        return not first[:1].isalnum() and not second[:1].isalnum()
    shorter, longer = sorted((first, second), key=len)
    if any(longer == _plain(prefix) + shorter for prefix in PREFIXES):
        return False
    return changed_characters(first, second) <= CLOSEST


def _small(word: str) -> bool:
    text = word.casefold().replace("’", "'")
    return not word[0].isalnum() or text in SMALL_WORDS


def _joined(words: list[str]) -> str:
    return "".join(_plain(word) for word in words).replace("-", "")


def _plain(word: str) -> str:
    """Small letters without accents."""
    return without_accents(word.casefold().replace("’", "'").replace("œ", "oe"), "NFD")


class MoreThanForm(DecisionRefused):
    """The change is not one of form alone."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(" ".join(str(finding) for finding in findings))
