"""The two sides of a proposal, in words that a person reads."""

from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from editorial.assets.models import AssetProposal
from editorial.assets.rules import FOCAL_POINT
from news.diff import Piece, word_pieces


@dataclass(frozen=True)
class ChangedWords:
    """One field: its value before and after, and the words taken out and put in."""

    label: str
    before: str
    after: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return word_pieces(self.before, self.after)


def changed_words(proposal: AssetProposal) -> list[ChangedWords]:
    """Every field that is words, in the order of the form."""
    return [
        ChangedWords(
            label_of(proposal.asset, name),
            in_words(name, proposal.before.get(name)),
            in_words(name, value),
        )
        for name, value in proposal.after.items()
        if name not in ("file", *FOCAL_POINT)
    ]


def label_of(asset: Any, name: str) -> str:
    """The label that the field of a picture or document, or of its model, has in the form."""
    if name == "file":
        return _("File")
    if name in FOCAL_POINT:
        return _("Focal point")
    if name == "description":
        return _("Alternative text")
    return capfirst(str(asset._meta.get_field(name).verbose_name))


def labels(proposal: AssetProposal) -> list[str]:
    """What the proposal changes, each once."""
    return list(dict.fromkeys(label_of(proposal.asset, name) for name in proposal.after))


def in_words(name: str, value: Any) -> str:
    if name == "rights_expire_on" and value and (day := parse_date(str(value))):
        return date_format(day)
    return "" if value is None else str(value)


def changes_look(proposal: AssetProposal) -> bool:
    """Whether the picture itself is to be compared: another file, another focal point."""
    return proposal.image_id is not None and (
        "file" in proposal.after or any(name in FOCAL_POINT for name in proposal.after)
    )
