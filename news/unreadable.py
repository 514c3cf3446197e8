"""A text field and block that open whatever is stored or sent."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter

from news.block_repair import Problem, problems_in, readable_pieces

# What Wagtail's own reading of a form raises where a field is missing or is no number.
NOT_AS_SENT = (KeyError, ValueError, TypeError, AttributeError)


class UnreadableBlock(blocks.FieldBlock):
    """A stored piece of which nothing can be shown, kept until a writer has done with it."""

    def __init__(self, **kwargs: object) -> None:
        self.field = forms.CharField(
            required=False,
            strip=False,
            widget=forms.Textarea(attrs={"readonly": True, "rows": 3}),
            help_text=gettext_lazy(
                "It is kept as it was stored, and readers do not see it. Take over what you need "
                "into a new piece, then delete this one."
            ),
        )
        super().__init__(**kwargs)

    def render_basic(self, value: object, context: object = None) -> str:
        return ""

    class Meta:
        icon = "warning"
        label = gettext_lazy("Piece that could not be read")
        default = ""


class TolerantStreamBlock(blocks.StreamBlock):
    """Keeps what it cannot read as pieces of the kind `unreadable`, which nobody can add."""

    unreadable = UnreadableBlock()

    def to_python(self, value: object) -> blocks.StreamValue:
        if isinstance(value, blocks.StreamValue) or _is_native(value):
            return super().to_python(value)
        pieces = readable_pieces(self, value)
        read = blocks.StreamValue(self, pieces, is_lazy=True)
        read.stored = value
        return read

    def bulk_to_python(self, values: Iterable[object]) -> list[blocks.StreamValue]:
        return [self.to_python(value) for value in values]

    def value_from_datadict(
        self, data: QueryDict, files: MultiValueDict, prefix: str
    ) -> blocks.StreamValue:
        try:
            return super().value_from_datadict(data, files, prefix)
        except NOT_AS_SENT:
            value = blocks.StreamValue(self, list(self._sent(data, files, prefix)))
            value.is_incomplete = True
            return value

    def _sent(
        self, data: QueryDict, files: MultiValueDict, prefix: str
    ) -> Iterator[tuple[str, Any, str | None]]:
        """The pieces of a form that can be read, in the order of their numbers."""
        number = re.compile(rf"{re.escape(prefix)}-(\d{{1,6}})-type", re.ASCII)
        for place in sorted({int(found[1]) for name in data if (found := number.fullmatch(name))}):
            at = f"{prefix}-{place}"
            block = self.child_blocks.get(data[f"{at}-type"])
            if block is None or data.get(f"{at}-deleted"):
                continue
            try:
                value = block.value_from_datadict(data, files, f"{at}-value")
            except NOT_AS_SENT:
                continue
            yield block.name, value, data.get(f"{at}-id")


def refuse_incomplete(value: object) -> None:
    """Refuse a text of which a form has sent only a part. Raises StreamBlockValidationError."""
    if is_incomplete(value):
        message = _(
            "Part of the text did not arrive, so nothing of it was saved. Load the page again "
            "and check the text before you save."
        )
        raise blocks.StreamBlockValidationError(non_block_errors=[ValidationError(message)])


def is_incomplete(value: object) -> bool:
    return getattr(value, "is_incomplete", False)


def problems_of(value: blocks.StreamValue) -> list[Problem]:
    """Return the problems of a loaded text: unreadable parts, and references to what is gone."""
    block = value.stream_block
    stored = getattr(value, "stored", None)
    found = list(problems_in(block, list(value.raw_data) if stored is None else stored))
    return [*found, *_gone(value)]


def _gone(value: blocks.StreamValue) -> Iterator[Problem]:
    keys = [piece["value"] for piece in value.raw_data]
    for held, piece in zip(keys, value, strict=True):
        if not isinstance(piece.block, blocks.BaseStructBlock) or not isinstance(held, dict):
            continue
        for name, child in piece.block.child_blocks.items():
            is_chosen = isinstance(child, blocks.ChooserBlock) and held.get(name) is not None
            if is_chosen and piece.value.get(name) is None:
                message = _("What the piece “%(piece)s” shows is no longer there: %(field)s.")
                words = {"piece": capfirst(str(piece.block.label)), "field": child.label}
                yield Problem(piece.id or "", message % words)


def _is_native(value: object) -> bool:
    """Whether a program sets a text from pairs of a kind and a value, as Wagtail allows it."""
    return isinstance(value, list | tuple) and any(isinstance(item, tuple) for item in value)


class TolerantStreamBlockAdapter(StreamBlockAdapter):
    js_constructor = "actujet.TolerantStreamBlock"

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["js/admin/unreadable.js"])


register(TolerantStreamBlockAdapter(), TolerantStreamBlock)
