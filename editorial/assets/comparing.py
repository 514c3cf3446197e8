"""Describes the two sides of a proposal."""

from dataclasses import dataclass

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from editorial.assets.models import Asset, AssetProposal
from editorial.assets.rules import FOCAL_POINT
from news.diff import Piece, word_pieces


@dataclass(frozen=True)
class ChangedWords:
    """One field with its text before and after."""

    label: str
    before: str
    after: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The words kept, taken out and put in."""
        return word_pieces(self.before, self.after)


def changed_words(proposal: AssetProposal) -> list[ChangedWords]:
    """Return the changed fields that are text, in the order of the form."""
    return [
        ChangedWords(
            label_of(proposal.asset, name),
            field_text(name, proposal.before.get(name)),
            field_text(name, value),
        )
        for name, value in proposal.after.items()
        if name not in ("file", *FOCAL_POINT)
    ]


def label_of(asset: Asset | type[Asset], name: str) -> str:
    """Return the label of a field in the form of a picture or document."""
    if name == "file":
        return _("File")
    if name in FOCAL_POINT:
        return _("Focal point")
    if name == "description":
        return _("Alternative text")
    return capfirst(str(asset._meta.get_field(name).verbose_name))


def changed_labels(proposal: AssetProposal) -> list[str]:
    """Return the labels of the fields that a proposal changes, each once."""
    return list(dict.fromkeys(label_of(proposal.asset, name) for name in proposal.after))


def field_text(name: str, value: object) -> str:
    """Return a stored value as people read it."""
    if name == "rights_expire_on" and value and (day := parse_date(str(value))):
        return date_format(day)
    return "" if value is None else str(value)


def changes_picture(proposal: AssetProposal) -> bool:
    """Whether the file or the focal point of a picture changes."""
    return proposal.image_id is not None and (
        "file" in proposal.after or any(name in FOCAL_POINT for name in proposal.after)
    )
