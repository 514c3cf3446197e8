"""The differences between two texts, by passage and then by word.

Both steps are Python's `difflib`. The result is data, never markup: a template writes it, and
escapes it as it does everything else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Below this share of words in common, two passages are one taken out and one put in.
ALIKE = 0.5
# Unchanged passages shown on each side of a change; the rest is folded away.
AROUND = 1

# A number is one word, in whatever way its thousands are set apart.
_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)"
_WORDS = re.compile(rf"{_NUMBER}|\s+|\w+(?:[’'-]\w+)*|[^\w\s]")


class Op(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Passage:
    """One heading, paragraph, list item or table row; `kind` is `heading`, `text` or `item`."""

    kind: str
    text: str


@dataclass(frozen=True)
class Piece:
    op: Op
    text: str


@dataclass(frozen=True)
class Change:
    """One passage of the comparison. `folded` counts unchanged ones left out in its place."""

    kind: str
    pieces: tuple[Piece, ...]
    folded: int = 0

    @property
    def is_changed(self) -> bool:
        return any(piece.op is not Op.SAME for piece in self.pieces)


def changes_between(before: Sequence[Passage], after: Sequence[Passage]) -> list[Change]:
    """The later text with all that was added and removed marked; empty if both say the same."""
    changes: list[Change] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            changes += [_whole(passage, Op.SAME) for passage in after[j1:j2]]
        else:
            changes += _pair(before[i1:i2], after[j1:j2])
    return _fold(changes)


def word_pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Two wordings of one passage, as runs of words kept, removed and added."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Op.SAME, "".join(new[j1:j2])))
            continue
        if i1 < i2:
            pieces.append(Piece(Op.REMOVED, "".join(old[i1:i2])))
        if j1 < j2:
            pieces.append(Piece(Op.ADDED, "".join(new[j1:j2])))
    return _without_lone_spaces(pieces)


def _pair(before: Sequence[Passage], after: Sequence[Passage]) -> list[Change]:
    """Match the passages of a changed stretch, in order, by the words they share."""
    changes: list[Change] = []
    added: list[Change] = []
    start = 0
    for passage in after:
        found = next((i for i in range(start, len(before)) if _alike(before[i], passage)), None)
        if found is None:
            added.append(_whole(passage, Op.ADDED))
            continue
        changes += [*(_whole(gone, Op.REMOVED) for gone in before[start:found]), *added]
        changes.append(Change(passage.kind, word_pieces(before[found].text, passage.text)))
        start, added = found + 1, []
    return [*changes, *(_whole(gone, Op.REMOVED) for gone in before[start:]), *added]


def _alike(one: Passage, other: Passage) -> bool:
    if one.kind != other.kind:
        return False
    words = SequenceMatcher(None, one.text.split(), other.text.split(), autojunk=False)
    return words.quick_ratio() >= ALIKE and words.ratio() >= ALIKE


def _whole(passage: Passage, op: Op) -> Change:
    return Change(passage.kind, (Piece(op, passage.text),))


def _without_lone_spaces(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Join replacements that only a space keeps apart: “ab cd” → “xy zt” is one, not two."""
    joined: list[Piece] = []
    index = 0
    while index < len(pieces):
        stretch: dict[Op, str] = {Op.REMOVED: "", Op.ADDED: ""}
        while index < len(pieces):
            piece = pieces[index]
            lone = piece.op is Op.SAME and piece.text.isspace() and 0 < index < len(pieces) - 1
            if piece.op is Op.SAME and not lone:
                break
            for op in stretch if lone else (piece.op,):
                stretch[op] += piece.text
            index += 1
        if not stretch[Op.REMOVED].strip() and stretch[Op.ADDED].isspace():
            joined.append(Piece(Op.SAME, stretch[Op.ADDED]))
        else:
            joined += [Piece(op, text) for op, text in stretch.items() if text.strip()]
        if index < len(pieces):
            joined.append(pieces[index])
            index += 1
    return tuple(joined)


def _fold(changes: list[Change]) -> list[Change]:
    """Leave out unchanged passages far from any change."""
    changed = [i for i, change in enumerate(changes) if change.is_changed]
    near = {i + step for i in changed for step in range(-AROUND, AROUND + 1)}
    kept: list[Change] = []
    for i, change in enumerate(changes):
        if i in near:
            kept.append(change)
        elif changed and kept and kept[-1].folded:
            kept[-1] = Change("fold", (), kept[-1].folded + 1)
        elif changed:
            kept.append(Change("fold", (), 1))
    return kept
