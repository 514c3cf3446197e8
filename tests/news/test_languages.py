"""Passages in other languages: their direction, their language, and what a text keeps of it."""

import json

import pytest
from wagtail.rich_text import RichText, get_text_for_indexing

from editorial.versions.canonical import canonical_block
from news.blocks import BodyBlock, ParagraphBlock, QuoteBlock
from news.content_state import content_state, rich_text
from news.html_repair import repair_html
from news.language_feature import style
from news.languages import LANGUAGES, is_right_to_left
from news.rich_text_area import RichTextArea
from news.typed_text import clean_html

ARABIC = "أهلا وسهلا"
NKO = "ߒߞߏ ߞߊ߲"


def stored(*pieces: str) -> str:
    return "".join(f"<p>{piece}</p>" for piece in pieces)


def passage(code: str, words: str) -> str:
    return f'<span lang="{code}">{words}</span>'


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        (ARABIC, True),
        (f"« {NKO} » dit-elle", True),
        (f"12. {ARABIC}", True),
        (f"Il dit {ARABIC}", False),
        ("I ni ce", False),
        ("12 %", False),
    ],
)
def test_a_passage_runs_in_the_direction_of_its_first_letter(text: str, is_so: bool) -> None:
    assert is_right_to_left(text) is is_so


def test_each_paragraph_and_list_has_its_own_direction() -> None:
    html = f"<p>{ARABIC}</p><p>Bonjour {ARABIC}</p><ul><li>{NKO}</li></ul><ol><li>Un</li></ol>"
    assert str(RichText(html)) == (
        f'<p dir="rtl">{ARABIC}</p><p>Bonjour {ARABIC}</p>'
        f'<ul dir="rtl"><li dir="rtl">{NKO}</li></ul><ol><li>Un</li></ol>\n'
    )


def test_a_french_text_is_not_a_byte_longer() -> None:
    html = '<p data-block-key="a1">L’été&nbsp;: <b>demain</b><br/>ou après.</p><ul><li>Un</li></ul>'
    assert str(RichText(html)).strip() == html


def test_a_passage_says_its_language_and_a_whole_paragraph_says_it_itself() -> None:
    link = f'<a href="https://mali.example/">{passage("ar", "سهلا")}</a>'
    html = stored(
        f"Elle salue : {passage('bm', 'I ni ce')}.", passage("ar", "أهلا ") + link, "Fin."
    )
    assert str(RichText(html)).strip() == (
        '<p>Elle salue : <span lang="bm">I ni ce</span>.</p>'
        '<p dir="rtl" lang="ar">أهلا <a href="https://mali.example/">سهلا</a></p>'
        "<p>Fin.</p>"
    )


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_editor_gives_back_each_language_as_it_was_stored(code: str) -> None:
    html = f'<p data-block-key="a1">Mot {passage(code, "mot")}</p>'
    converter = RichTextArea(features=["bold", "language"]).converter
    state = content_state(converter, html)
    (span,) = json.loads(state)["blocks"][0]["inlineStyleRanges"]
    assert (span["style"], span["offset"], span["length"]) == (style(code), 4, 3)
    assert rich_text(converter, state) == html


def test_repair_and_cleaning_keep_the_language_and_nothing_else_of_a_span() -> None:
    broken = f'<p><span lang="nqo" onclick="x()" style="color: red">{NKO}</span><b>reste</p>'
    kept = clean_html(repair_html(broken))
    assert f'<span lang="nqo">{NKO}</span>' in kept
    assert "onclick" not in kept and "style" not in kept


def test_versions_that_name_another_language_are_not_the_same() -> None:
    block = ParagraphBlock()
    said = [passage("bm", "mɔgɔ"), passage("ff", "mɔgɔ"), "mɔgɔ"]
    texts = [str(canonical_block(block, stored(words))) for words in said]
    assert [text.count("lang=") for text in texts] == [1, 1, 0]
    assert len(set(texts)) == 3


def test_search_finds_the_words_of_a_passage_whole() -> None:
    html = stored(f"La {passage('bm', 'jamana')}-ba")
    assert get_text_for_indexing(html) == "La jamana-ba"


def test_a_quotation_says_its_language() -> None:
    block = QuoteBlock()
    shown = block.render(block.normalize({"text": "I ni ce", "language": "bm"}))
    assert '<blockquote lang="bm">' in shown
    plain = block.render(block.normalize({"text": "Bonjour"}))
    assert "lang=" not in plain


def test_a_quotation_stored_without_a_language_can_be_read() -> None:
    (quote,) = BodyBlock().to_python([{"type": "quote", "value": {"text": "Bonjour"}, "id": "a"}])
    assert quote.value["language"] == ""
