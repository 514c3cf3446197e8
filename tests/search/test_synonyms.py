"""Synonyms and ageing, as editors set them: they hold from the next search on."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from search.models import SearchSettings, Synonyms
from search.results import find
from search.terms import parse_query
from tests.counting import queries_of
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.forms import problems, send
from tests.made_once import made_once

ADD = "wagtailsnippets_search_synonyms:add"


@pytest.fixture
@made_once
def section(home_page):
    return SectionFactory(parent=home_page, title="Politique")


def found(typed):
    from search.results import result_page

    return [thing.title for thing in result_page(find(parse_query(typed)), None)]


def same(*terms, **fields):
    group = Synonyms(terms="\n".join(terms), **fields)
    group.full_clean()
    group.save()
    return group


@pytest.mark.postgres
def test_whoever_looks_for_a_term_finds_its_synonyms_at_once(section):
    ArticleFactory(parent=section, title="Le PM reçoit les syndicats")
    ArticleFactory(parent=section, title="Le Premier ministre à Ségou")
    ArticleFactory(parent=section, title="Le premier match du ministre")
    assert found("pm") == ["Le PM reçoit les syndicats"]
    group = same("PM", "Premier ministre")
    assert found("PM") == ["Le PM reçoit les syndicats", "Le Premier ministre à Ségou"]
    for typed in ("premier ministre", "Premiers Ministres", "le Premier ministre"):
        assert found(typed)[0] == "Le Premier ministre à Ségou", typed
        assert "Le PM reçoit les syndicats" in found(typed), typed
    assert found("premier ministre ségou") == ["Le Premier ministre à Ségou"]
    group.terms = "PM\nPoste mobile"
    group.save()
    assert found("PM") == ["Le PM reçoit les syndicats"]
    group.terms = "PM\nPremier ministre"
    group.save()
    group.delete()
    assert found("PM") == ["Le PM reçoit les syndicats"]


@pytest.mark.postgres
def test_one_way_group_leads_from_its_first_term_only(section):
    ArticleFactory(parent=section, title="Sécheresse au Sahel")
    ArticleFactory(parent=section, title="Récoltes au Niger")
    same("Sahel", "Niger", one_way=True)
    assert found("sahel") == ["Sécheresse au Sahel", "Récoltes au Niger"]
    assert found("niger") == ["Récoltes au Niger"]


def test_what_is_typed_in_quotes_has_no_synonyms(section):
    ArticleFactory(parent=section, title="Le PM reçoit les syndicats")
    ArticleFactory(parent=section, title="Le Premier ministre à Ségou")
    same("PM", "Premier ministre")
    assert found('"PM"') == ["Le PM reçoit les syndicats"]
    assert found("« premier ministre »") == ["Le Premier ministre à Ségou"]


@pytest.mark.postgres
def test_word_that_was_typed_comes_before_its_synonym_however_old(section):
    old = timezone.now() - timedelta(days=2000)
    ArticleFactory(parent=section, title="La primature déménage", first_published_at=old)
    ArticleFactory(parent=section, title="Le gouvernement déménage")
    same("primature", "gouvernement")
    assert found("primature") == ["La primature déménage", "Le gouvernement déménage"]
    assert found("gouvernement") == ["Le gouvernement déménage", "La primature déménage"]


@pytest.mark.postgres
def test_acronym_that_is_a_stop_word_has_synonyms_too(section):
    ArticleFactory(parent=section, title="Sommet de l’AES à Niamey")
    ArticleFactory(parent=section, title="Ces jeunes qui partent")
    same("CES", "AES")
    assert found("CES") == ["Sommet de l’AES à Niamey"]
    assert found("sommet CES") == ["Sommet de l’AES à Niamey"]
    assert found("ces jeunes") == ["Ces jeunes qui partent"]


def test_search_of_many_words_looks_for_a_limited_number_of_names(section):
    for letter in "abcdef":
        same(f"k{letter}z", *(f"k{letter}z {number}" for number in range(8)))
    parsed = find(parse_query(" ".join(f"k{letter}z" for letter in "abcdef"))).query
    assert len(parsed.clauses) == 6
    assert len(parsed.synonyms_used) == 24


def test_reader_is_told_which_synonyms_were_looked_for(section, reader):
    ArticleFactory(parent=section, title="Le Premier ministre à Ségou")
    same("PM", "Premier ministre")
    page = reader.get("/recherche/", {"q": "pm"}).content.decode()
    assert "Résultats aussi pour" in page and "Premier ministre" in page
    assert "?q=%22pm%22" in page
    assert "<mark>Premier</mark> <mark>ministre</mark>" in page.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ("", "ne peut pas être vide"),
        ("PM", "Deux termes au moins"),
        ("PM\n…", "ni lettre ni chiffre"),
        (f"PM\n{'x' * 61}", "trop long"),
        ("PM\nun deux trois quatre cinq six sept", "trop long"),
        ("Élections\nelection", "la même chose"),
        ("\n".join(f"terme{n}" for n in range(13)), "12 termes au plus"),
        ("Premier ministre\npm", "dans un autre groupe"),
    ],
)
def test_group_that_makes_no_sense_is_refused_in_plain_french(db, terms, said):
    same("PM", "Premier ministre")
    with pytest.raises(ValidationError) as refused:
        Synonyms(terms=terms).full_clean()
    assert said in " ".join(refused.value.messages)


def test_chief_editor_keeps_synonyms_and_a_writer_does_not(client, db):
    writer, chief = UserFactory(), UserFactory()
    writer.groups.add(Group.objects.get(name="Writers"))
    chief.groups.add(Group.objects.get(name="Chief editors"))
    client.force_login(writer)
    assert client.get(reverse(ADD)).status_code == 302
    client.force_login(chief)
    typed = {"terms": "  PM \r\n\r\nPremier   ministre"}
    assert send(client, f"{reverse(ADD)}?term=PM", typed).status_code == 302
    assert Synonyms.objects.get().lines() == ["PM", "Premier ministre"]
    refused = send(client, reverse(ADD), {"terms": "PM"})
    assert problems(refused)


def test_editors_say_how_fast_news_ages(client, section):
    chief = UserFactory()
    chief.groups.add(Group.objects.get(name="Chief editors"))
    client.force_login(chief)
    url = reverse("wagtailsettings:edit", args=["search", "searchsettings"])
    url = client.get(url).url
    old = timezone.now() - timedelta(days=60)
    ArticleFactory(parent=section, title="Prix du coton", first_published_at=old)
    ArticleFactory(parent=section, title="Le prix mondial du coton baisse encore")
    send(client, url, {"half_life": "3650"})
    assert found("prix du coton")[0] == "Prix du coton"
    assert send(client, url, {"half_life": "6"}).status_code == 200
    assert SearchSettings.objects.get().half_life == 3650
    send(client, url, {"half_life": "7"})
    assert found("prix du coton")[0] == "Le prix mondial du coton baisse encore"


@pytest.mark.postgres
def test_what_editors_set_costs_a_search_one_query(section, reader):
    ArticleFactory(parent=section, title="Le PM reçoit")
    SearchSettings.renew_stamp()
    reader.get("/recherche/?q=pm")
    before = queries_of(reader, "/recherche/?q=pm")
    for number in range(5):
        same("PM", f"nom {number}x")
    reader.get("/recherche/?q=pm")
    assert queries_of(reader, "/recherche/?q=pm") <= before
