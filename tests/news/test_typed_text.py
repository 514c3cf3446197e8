"""What nobody sees and nobody meant does not come in with a text; what a script needs stays."""

from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import models
from hypothesis import given
from hypothesis import strategies as st
from wagtail import blocks
from wagtail.admin.forms.tags import TagField
from wagtail.admin.panels import get_edit_handler
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock, TypedTable
from wagtail.fields import StreamField
from wagtail.images.forms import get_image_form
from wagtail.models import COMMENTS_RELATION_NAME, get_page_models
from wagtail.rich_text import RichText
from wagtail.snippets.models import get_snippet_models

from news.blocks import BodyBlock
from news.models import NewsImage
from news.page_forms import FrenchSlugField
from news.typed_text import clean_html, clean_text

DIRTY = "Le\x0bpo\u00adnt\u200b fer\ufeffme"
CLEAN = "Le pont ferme"


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("po\u00adnt", "pont"),
        ("\ufeffLe pont", "Le pont"),
        ("mot\u200bmot\u2060", "motmot"),
        ("a\x00\x01\x1b\x7f\x9fb", "ab"),
        ("un\x0bdeux\x0ctrois\x85quatre", "un\ndeux\ntrois\nquatre"),
        ("un\u2028deux\u2029trois", "un\ndeux\ntrois"),
        ("un\r\ndeux\rtrois", "un\ndeux\ntrois"),
        ("un\tdeux", "un\tdeux"),
        ("moitié \ud83d", "moitié "),
        ("\ufffe\uffff\ufdd0\U0001fffe fin", " fin"),
        ("pièce jointe \ufffc", "pièce jointe "),
        ("pa\u200cge, 12\u200d.", "page, 12."),
        ("\u202a+223 70 00 00 00\u202c\u200e", "+223 70 00 00 00"),
    ],
)
def test_what_shows_nothing_goes(typed: str, cleaned: str) -> None:
    assert clean_text(typed) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "L’eau\N{NO-BREAK SPACE}: 12\N{NARROW NO-BREAK SPACE}000 œuvres — déjà « là »…",
        "n\u0254g\u0254n, ɛ́, ɲɛ",  # Bambara, with a combining accent
        "مي\u200cخواهم",  # Persian: the joiner parts two letters that would else be tied
        "ه\u200d",
        "ߒߞߏ \u200fߡߊߟߌ 12",  # N'Ko, with a mark of direction
        "مالي \u200f(Mali)\u200e 2026",
        "👩\u200d🌾 👨🏿\u200d⚕\ufe0f",  # emoji are tied by joiners
        "क\u094d\u200dष",
        "�",
    ],
)
def test_what_a_language_needs_stays(text: str) -> None:
    assert clean_text(text) == text
    assert clean_html(f"<p>{text}</p>") == f"<p>{text}</p>"


@given(st.text(alphabet=st.characters(), max_size=60))
def test_cleaning_again_changes_nothing(text: str) -> None:
    for one_line in (False, True):
        once = clean_text(text, one_line=one_line)
        assert clean_text(once, one_line=one_line) == once
    assert clean_html(clean_html(text)) == clean_html(text)


def test_one_line_stays_one_line() -> None:
    assert clean_text("un\x0bdeux\u2028trois\tquatre\r\ncinq", one_line=True) == (
        "un deux trois quatre cinq"
    )


def test_line_ends_of_rich_text_are_shown_and_empty_paragraphs_first_are_not() -> None:
    empty = '<p data-block-key="a"></p><p>\N{NO-BREAK SPACE}<br/></p>'
    assert (
        clean_html(f"{empty}<p>Un\x0bdeux\u2028tr\u00adois</p><p></p>")
        == "<p>Un<br/>deux<br/>trois</p><p></p>"
    )
    # An empty paragraph in which somebody is about to write is left alone.
    assert clean_html("<p></p>") == "<p></p>"


def cleans(field: forms.Field) -> bool:
    rich = "draftail" in type(field.widget).__name__.lower()
    if rich:
        return field.to_python("<p>po\u00adnt</p>") == "<p>pont</p>"
    if isinstance(field, TagField):
        return field.clean("eau\u200b, po\u00adnt") == ["eau", "pont"]
    if isinstance(field, forms.URLField):
        return field.to_python("\ufeffhttps://example.org/a\u200bb") == "https://example.org/ab"
    return field.to_python("a\u00adb\u200b@c.org") == "ab@c.org"


def is_typed(field: forms.Field) -> bool:
    if isinstance(field.widget, forms.HiddenInput) and not hasattr(field.widget, "converter"):
        return False
    return isinstance(field, forms.CharField) and not isinstance(
        field, FrenchSlugField | forms.SlugField | forms.UUIDField | forms.JSONField
    )


def desk_models() -> list[type[models.Model]]:
    return [*get_page_models(), *get_snippet_models(), *settings_registry]


@pytest.mark.django_db
@pytest.mark.parametrize("model", desk_models(), ids=lambda model: model.__name__)
def test_every_text_field_of_the_desk_is_cleaned(model: type[models.Model]) -> None:
    handler = getattr(model, "snippet_viewset", None)
    form_class = (
        handler.get_edit_handler() if handler else get_edit_handler(model)
    ).get_form_class()
    fields = dict(form_class.base_fields)
    for name, formset in getattr(form_class, "formsets", {}).items():
        if name != COMMENTS_RELATION_NAME:
            fields |= {f"{name}.{key}": f for key, f in formset.form.base_fields.items()}
    assert [name for name, field in fields.items() if is_typed(field) and not cleans(field)] == []


def streams() -> list[Any]:
    return [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    ]


def dirty(block: blocks.Block) -> Any:
    """A value of `block` with each of its texts in need of cleaning."""
    match block:
        case blocks.BaseStreamBlock():
            return blocks.StreamValue(
                block, [(name, dirty(child)) for name, child in block.child_blocks.items()]
            )
        case blocks.BaseStructBlock():
            values = [(name, dirty(child)) for name, child in block.child_blocks.items()]
            return block.meta.value_class(block, values)
        case blocks.ListBlock():
            return block.normalize([dirty(block.child_block)] * 2)
        case BaseTypedTableBlock():
            kinds = list(block.child_blocks.values())
            return TypedTable(
                [{"block": kind, "heading": DIRTY} for kind in kinds],
                [{"values": [dirty(kind) for kind in kinds]}],
                DIRTY,
            )
        case blocks.RichTextBlock():
            return RichText(f"<p>{DIRTY}</p>")
        case blocks.URLBlock():
            return "https://example.org/\u200bpont\ufeff"
        case blocks.CharBlock() | blocks.TextBlock():
            return DIRTY
        case blocks.ChoiceBlock():
            return next((value for value, _label in block.field.choices if value), "")
    return None


@pytest.mark.django_db
@pytest.mark.parametrize("field", streams(), ids=str)
def test_every_text_of_every_block_is_cleaned(field: Any) -> None:
    body = field.stream_block
    value = dirty(body)
    # A picture or an article that is missing is another matter.
    body.defer_required_validation()
    try:
        stored = str(body.get_prep_value(body.clean(value)))
    finally:
        body.restore_deferred_validation()
    assert len(stored) > 100
    for character in "\u00ad\u200b\ufeff\x0b":
        assert repr(character)[1:-1] not in stored
        assert character not in stored
    assert CLEAN in stored


def test_body_that_only_holds_what_shows_nothing_lacks_its_text() -> None:
    body = BodyBlock()
    heading = {"text": "\u200b\u00ad", "level": "2"}
    with pytest.raises(blocks.StreamBlockValidationError):
        body.clean(body.normalize([("heading", heading)]))


@pytest.mark.django_db
def test_texts_of_a_picture_are_cleaned() -> None:
    names = ["title", "description", "credit", "rights_note"]
    form = get_image_form(NewsImage)(dict.fromkeys(names, DIRTY), instance=NewsImage())
    form.is_valid()
    assert {name: form.cleaned_data[name] for name in names} == dict.fromkeys(names, CLEAN)
