"""Text without accents, in which what people type is compared."""

import pytest

from accounts.accents import without_accents


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Ségou", "Segou"),
        ("Se\u0301gou", "Segou"),
        ("plain", "plain"),
        ("œuvre", "œuvre"),
        ("10 m² à 1ᵉʳ", "10 m2 a 1er"),
    ],
)
def test_accents_are_left_out_and_other_forms_of_letters_are_plain(text: str, bare: str) -> None:
    assert without_accents(text) == bare


def test_other_forms_of_letters_are_kept_on_request() -> None:
    assert without_accents("10 m² à", "NFD") == "10 m² a"
