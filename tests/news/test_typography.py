import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from news.templatetags.typography import unbroken, weight
from tests.factories import ArticleFactory, SectionFactory


def shown(text):
    return Template("{% load typography %}{{ text|unbroken }}").render(Context({"text": text}))


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("Koulouba-Est : les forages", "Koulouba-Est\u00a0: les forages"),
        ("Qui paie ? Personne !", "Qui paie\u00a0? Personne\u00a0!"),
        ("Le riz ; le mil", "Le riz\u00a0; le mil"),
        ("« Nous attendons », dit-elle", "«\u00a0Nous attendons\u00a0», dit-elle"),
        ("Vraiment  ?", "Vraiment\u00a0?"),
        ("Qui\u202f? Lui\u00a0: oui", "Qui\u202f? Lui\u00a0: oui"),
        ("Match à 20:30, score 2:1", "Match à 20:30, score 2:1"),
        ("", ""),
    ],
)
def test_punctuation_stays_on_the_line_of_its_word(typed, held):
    assert shown(typed) == held


@pytest.mark.parametrize(
    ("typed", "language", "is_held"),
    [
        ("Really ? Yes !", "en", False),
        ("مالي : المدرسة !", "", False),
        ("ߡߊ߬ߟߌ : ߞߊ߲", "nqo", False),
        ("Aw ni ce !", "bm", True),
        ("Il dit مرحبا !", "", True),
    ],
)
def test_only_what_is_written_with_french_signs_is_held_together(typed, language, is_held):
    assert ("\u00a0" in unbroken(typed, language)) is is_held


def test_what_was_typed_is_still_escaped():
    assert shown("<b>Eau</b> & riz : prix") == "&lt;b&gt;Eau&lt;/b&gt; &amp; riz\u00a0: prix"


def test_what_is_already_safe_is_not_escaped_twice():
    assert shown(mark_safe("Eau &amp; riz : prix")) == "Eau &amp; riz\u00a0: prix"


@pytest.mark.django_db
def test_article_holds_its_title_standfirst_and_kicker_together(client, home_page):
    section = SectionFactory(parent=home_page)
    article = ArticleFactory(
        parent=section,
        title="Koulouba : les forages",
        standfirst="Qui paiera ? La mairie répond.",
        kicker="Eau : enquête",
    )
    for url in (article.url, section.url):
        page = client.get(url).content.decode()
        for held in ("Koulouba\u00a0: les", "paiera\u00a0? La", "Eau\u00a0: enquête"):
            assert held in page, url


@pytest.mark.parametrize(
    ("size", "written"),
    [(820, "820 o"), (1840, "1,8 Ko"), (43_008, "43 Ko"), (2_400_000, "2,4 Mo"), (None, "")],
)
def test_weights_are_written_as_readers_pay_for_them(size, written):
    assert weight(size) == written.replace(" ", "\u00a0")
