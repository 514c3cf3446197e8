"""French words, whichever way they are written, on both databases."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import timezone

from search.french import compounds, stem, stems, words
from search.terms import parse_query
from tests.factories import ArticleFactory, SectionFactory
from tests.made_once import made_once
from tests.search.test_search import found


@pytest.fixture
@made_once
def section(home_page):
    return SectionFactory(parent=home_page)


ENDINGS = ["ationnellement", "issements", "eraient", "eusement", "ivites", "aux", "ite", "ogies"]
FINDS = [
    ("Les Élections communales", "election"),
    ("Une élection", "ÉLECTIONS"),
    ("L’économie du coton", "l'économie"),
    ("L’économie du coton", "l’economie"),
    ("L’œuvre d’une vie", "oeuvre"),
    ("Une oeuvre", "œuvres"),
    ("Crise en Côte d’Ivoire", "Cote d'Ivoire"),
    ("Le maire de Koulouba-Est", "Koulouba-Est"),
    ("Le maire de Koulouba-Est", "koulouba est"),
    ("Un week-end à Ségou", "weekend"),
    ("M. N’Diaye répond", "Ndiaye"),
    ("M. Ndiaye répond", "n'diaye"),
    ("Les journaux de 2024", "journal 2024"),
    ("Mesures publiées hier", "publier mesure"),
    ("Le 22 septembre 1960", "22 septembre 1960"),
    ("Ɲɛkɔrɔ ni Bamakɔ", "Nyekoro"),
    ("Qui sommes-nous", "qui sommes-nous"),
]


def test_text_is_found_whichever_way_its_words_are_written(section, reader):
    for number, text in enumerate(dict.fromkeys(text for text, _typed in FINDS)):
        ArticleFactory(parent=section, title=text, slug=f"texte-{number}")
    answers = {(text, typed): found(reader, typed) for text, typed in FINDS}
    assert {wanted: shown for wanted, shown in answers.items() if wanted[0] not in shown} == {}
    assert max(map(len, answers.values())) == 2, "only what is written alike"


def test_exact_form_comes_before_another_form_of_the_stem(section, reader):
    at = timezone.now()
    for title in ("Le marché de Kay", "Le marché de Kayes"):
        ArticleFactory(parent=section, title=title, first_published_at=at)
    assert found(reader, "kayes") == ["Le marché de Kayes", "Le marché de Kay"]
    assert found(reader, "kay") == ["Le marché de Kay", "Le marché de Kayes"]


def test_stop_words_hide_nothing(section, reader):
    ArticleFactory(parent=section, title="Le fleuve")
    assert found(reader, "le fleuve de la") == ["Le fleuve"]


def test_quotes_make_a_phrase(section, reader):
    ArticleFactory(parent=section, title="Le premier ministre parle")
    ArticleFactory(parent=section, title="Le ministre parle le premier")
    assert found(reader, '"premier ministre"') == ["Le premier ministre parle"]
    assert found(reader, "« premier ministre »") == ["Le premier ministre parle"]
    assert len(found(reader, "premier ministre")) == 2
    assert found(reader, "premier ministre")[0] == "Le premier ministre parle"


def test_unbalanced_quote_is_just_a_quote(section, reader):
    ArticleFactory(parent=section, title="Le premier ministre")
    assert found(reader, 'premier "ministre') == ["Le premier ministre"]


def test_hyphen_before_a_word_leaves_it_out(section, reader):
    ArticleFactory(parent=section, title="Le coton de Sikasso")
    ArticleFactory(parent=section, title="Le coton de Kita")
    assert found(reader, "coton -sikasso") == ["Le coton de Kita"]
    assert found(reader, 'coton -"de Kita"') == ["Le coton de Sikasso"]


def test_kicker_counts_more_than_standfirst_and_standfirst_more_than_body(section, reader):
    at = timezone.now()
    common = {"parent": section, "first_published_at": at}
    ArticleFactory(title="Trois", body=[("paragraph", "<p>Un barrage neuf.</p>")], **common)
    ArticleFactory(title="Deux", standfirst="Un barrage neuf.", **common)
    ArticleFactory(title="Un", kicker="Barrage", **common)
    assert found(reader, "barrage") == ["Un", "Deux", "Trois"]


def test_words_of_a_text_one_after_another_lead_to_it(section, reader):
    said = [("paragraph", "<p>On l’a dit, il y a vingt ans au moins.</p>")]
    ArticleFactory(parent=section, title="La Chine", body=said)
    ArticleFactory(parent=section, title="Vingt ans après la crue")
    assert found(reader, "il y a vingt ans")[0] == "La Chine"


def test_newer_of_two_equals_comes_first(section, reader):
    now = timezone.now()
    for days in (400, 1, 30):
        ArticleFactory(
            parent=section,
            title=f"La crue, il y a {days} jours",
            first_published_at=now - timezone.timedelta(days=days),
        )
    assert [title.split()[-2] for title in found(reader, "crue")] == ["1", "30", "400"]


def test_words_and_stems():
    assert words("L’Œuvre d’aujourd’hui, n’est-ce pas") == (
        ["oeuvre", "aujourd", "hui", "est", "ce", "pas"]
    )
    assert stem("elections") == stem("election")
    assert stems("Présidents") == stems("président")
    assert compounds("Un week-end à Koulouba-Est") == {"weekend", "kouloubaest"}


def test_only_words_reach_the_database():
    assert [str(clause) for clause in parse_query('l\'eau "pont de fer" -feu').clauses] == (
        ['"pont de fer"', "eau"]
    )
    assert [str(clause) for clause in parse_query("eau -feu").excluded] == ["feu"]
    assert not parse_query("_ * ' \"")


def test_threads_do_not_take_each_others_words_for_theirs() -> None:
    before = sys.getswitchinterval()
    sought = [f"{start}{end}" for start in "bcdfglmnprst" for end in ENDINGS] * 20
    expected = [stem.__wrapped__(word) for word in sought]
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(stem.__wrapped__, sought, chunksize=1))
    finally:
        sys.setswitchinterval(before)
    assert found == expected
