"""Attributes of inputs, written as Django writes them."""

from django.forms import TextInput
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe


def test_an_input_is_written_as_by_django() -> None:
    attrs = {
        "id": "id_<b>",
        "required": True,
        "hidden": False,
        "maxlength": 12,
        "data-title": 'L’« eau » & "le pain"',
        "data-safe": mark_safe("a &amp; b"),
        "data-nothing": None,
    }
    ours = TextInput(attrs=attrs).render("title", "Le pont")
    assert ours == TextInput(attrs=attrs).render("title", "Le pont", renderer=DjangoTemplates())
    assert " required" in ours and "hidden" not in ours
