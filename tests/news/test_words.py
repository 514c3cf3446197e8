"""A text is as long wherever its length is shown."""

import pytest

from news.models import ArticlePage
from news.words import count_words, minutes_to_read
from tests.factories import ArticleFactory, SectionFactory


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Aujourd’hui l'eau monte", 3),
        ("Aujourd'hui l’eau monte", 3),
        ("Il a dit\u00a0: «\u00a0Non\u202f!\u00a0»", 4),
        ("10\u202f000 francs, 2\u00a0500\u00a0000 têtes", 4),
        ("en 2026 10 communes", 4),
        ("Le fleuve — large ici – monte", 5),
        ("… : ; — *", 0),
        ("peut-être dix-sept", 2),
        ("ߒߞߏ بعض 3,5 %", 3),
        ("un\u00a0mot\ndeux", 3),
    ],
)
def test_words_are_counted_as_french_newsrooms_do(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (220, 1), (440, 2), (560, 3)])
def test_a_text_takes_a_minute_at_least(words: int, minutes: int) -> None:
    assert minutes_to_read(words) == minutes


def test_paragraphs_do_not_run_into_each_other(home_page: object) -> None:
    body = [
        {"type": "paragraph", "value": "<p>Un mot</p><p>puis deux.</p>"},
        {"type": "paragraph", "value": "<p>Et trois.</p>"},
    ]
    article = ArticleFactory(parent=SectionFactory(parent=home_page), body=body)
    assert ArticlePage.objects.get(pk=article.pk).word_count == 6
