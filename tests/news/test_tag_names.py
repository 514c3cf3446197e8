"""A tag is one, however it is written; its old names and addresses lead to it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError
from django.db.models import F
from django.test import Client
from django.urls import reverse

from editorial.gates.checks.links import has_page
from news.models import ArticlePage, Tag
from news.tag_keys import tag_key
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.forms import read_form
from tests.made_once import made_once
from tests.news.test_slugs import autosave, create

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

EDIT, ADD = "wagtailsnippets_news_tag:edit", "wagtailsnippets_news_tag:add"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture
@made_once
def article(home_page: object) -> ArticlePage:
    """Published, with the tag « Économie »."""
    article = ArticleFactory.build(title="Le riz")
    article.tags.add("Économie")
    SectionFactory(parent=home_page).add_child(instance=article)
    return article


def double(name: str) -> Tag:
    """A tag written like another, from before such were refused."""
    tag = Tag.objects.create(name=f"{name} bis")
    Tag.objects.filter(pk=tag.pk).update(name=name, key=f"{tag_key(name)} {tag.pk}")
    tag.refresh_from_db()
    return tag


def rename(desk: Client, tag: Tag, **values: object) -> Tag:
    url = reverse(EDIT, args=[tag.pk])
    fields = {**read_form(desk, url), **values}
    fields = {name: value for name, value in fields.items() if value is not None}
    assert desk.post(url, fields).status_code == 302
    tag.refresh_from_db()
    return tag


def test_case_accents_spaces_apostrophes_and_hyphens_make_no_other_tag() -> None:
    tag = Tag.objects.called_or_new("Prix de l’œuvre-clé")
    for name in ("PRIX DE L'OEUVRE CLE", " prix  de l’œuvre\u00a0clé ", "Prix-de-l’œuvre‑clé"):
        assert Tag.objects.called_or_new(name) == tag
    assert Tag.objects.called_or_new("Prix de l’œuvre") != tag


def test_names_without_latin_letters_are_told_apart() -> None:
    names = ("الخبر", "ߒߞߏ", "…", "C", "C++")
    assert len({Tag.objects.called_or_new(name).pk for name in names}) == len(names)


def test_the_database_takes_no_double() -> None:
    Tag.objects.create(name="Économie")
    with pytest.raises(IntegrityError):
        Tag.objects.create(name="Economie")


def test_writers_get_the_tag_that_is_there(desk: Client, article: ArticlePage) -> None:
    Tag.objects.create(name="Football", spellings="Foot\nballon rond")
    page = ArticlePage.objects.get(
        pk=create(desk, article.section, title="Le sel", tags="economie, FOOT")["pk"]
    )
    autosave(desk, page, title="Le sel", tags="ECONOMIE, ballon-rond, foot")
    version = page.get_latest_revision_as_object()
    assert sorted(tag.name for tag in version.tags.all()) == ["Football", "Économie"]
    assert Tag.objects.count() == 2


def test_the_admin_refuses_a_name_or_spelling_that_another_tag_has(desk: Client) -> None:
    Tag.objects.create(name="Économie", spellings="finances")
    for values in (
        {"name": "economie"},
        {"name": "Finances"},
        {"name": "A", "spellings": "ECO nomie"},
    ):
        answer = desk.post(reverse(ADD), {"slug": "", "description": "", "spellings": "", **values})
        assert answer.status_code == 200
        assert "Économie" in str(answer.context["form"].errors)


def test_an_article_that_carries_a_double_keeps_it_when_it_is_saved(article: ArticlePage) -> None:
    other = double("Economie")
    article.tags.set(["Economie"])
    article.save()
    assert [tag.pk for tag in ArticlePage.objects.get().tags.all()] == [other.pk]


def test_doubles_are_named_and_not_merged(desk: Client, capsys: pytest.CaptureFixture[str]) -> None:
    Tag.objects.create(name="Économie")
    double("Economie")
    Tag.objects.create(name="Sport")
    call_command("double_tags")
    assert (
        capsys.readouterr().out
        == "Économie (0, /mots-cles/economie/), Economie (0, /mots-cles/economie-bis/)\n"
    )
    listing = desk.get(reverse("wagtailsnippets_news_tag:list"), {"state": "doubles"})
    assert {tag.name for tag in listing.context["object_list"]} == {"Économie", "Economie"}
    assert Tag.objects.count() == 3


def test_a_double_stands_alone_when_the_other_is_deleted() -> None:
    first = Tag.objects.create(name="Économie")
    other = double("Economie")
    first.delete()
    assert not Tag.objects.doubles().exists()
    assert Tag.objects.called("ÉCONOMIE") == other


@pytest.mark.parametrize("follows", [True, False])
def test_a_renamed_tag_keeps_its_address_or_takes_a_new_one(
    desk: Client, reader: Client, article: ArticlePage, follows: bool
) -> None:
    tag = Tag.objects.get()
    rename(desk, tag, name="Affaires", address_follows="on" if follows else None)
    assert tag.slug == ("affaires" if follows else "economie")
    assert tag.spellings == "Économie"
    if follows:
        assert (
            reader.get("/mots-cles/economie/?page=1")["Location"] == "/mots-cles/affaires/?page=1"
        )
        assert reader.get("/flux/mots-cles/economie/")["Location"] == "/flux/mots-cles/affaires/"
        found = reader.get(reverse("search"), {"q": "riz", "mot_cle": "economie"})
        assert "Le riz" in found.text


def test_the_old_name_is_forgotten_if_they_say_so(desk: Client) -> None:
    tag = Tag.objects.create(name="Mali")
    rename(desk, tag, name="Mali (équipe)", keeps_old_name=None)
    assert Tag.objects.called_or_new("Mali") != tag


@pytest.mark.parametrize("slug", ["Economie", "eco-nomie", "finances"])
def test_another_spelling_in_an_address_leads_to_the_tag(
    reader: Client, article: ArticlePage, slug: str
) -> None:
    tag = Tag.objects.get()
    tag.spellings = "Finances"
    tag.save()
    answer = reader.get(f"/mots-cles/{slug}/")
    assert (answer.status_code, answer["Location"]) == (301, "/mots-cles/economie/")
    assert has_page(f"/mots-cles/{slug}/")


def test_no_address_tells_of_a_tag_that_only_a_draft_carries(
    reader: Client, article: ArticlePage
) -> None:
    article.unpublish()
    tag = Tag.objects.get()
    tag.slug = "affaires"
    tag.save()
    for address in ("/mots-cles/economie/", "/flux/mots-cles/economie/"):
        assert reader.get(address).status_code == 404


def test_readers_and_machines_get_the_description(reader: Client, article: ArticlePage) -> None:
    Tag.objects.update(description="Ce qui se vend & s’achète.")
    page = reader.get("/mots-cles/economie/").text
    assert '<p class="page-head__intro">Ce qui se vend &amp; s’achète.</p>' in page
    assert '<meta name="description" content="Ce qui se vend &amp; s’achète.">' in page
    assert '<meta property="og:description" content="Ce qui se vend &amp; s’achète.">' in page
    feed = reader.get("/flux/mots-cles/economie/").text
    assert "<description>Ce qui se vend &#x26; s’achète.</description>" in feed


def test_another_spelling_is_suggested_and_found(
    desk: Client, reader: Client, article: ArticlePage
) -> None:
    tag = Tag.objects.get()
    tag.spellings = "Marché intérieur"
    tag.save()
    url = reverse("wagtailadmin_tag_model_autocomplete", args=["news", "tag"])
    assert desk.get(url, {"term": "interi"}).json() == ["Économie"]
    assert "Le riz" in reader.get(reverse("search"), {"q": "marché intérieur"}).text


def test_of_tags_from_before_the_more_used_one_is_found(article: ArticlePage) -> None:
    used = Tag.objects.get()
    Tag.objects.create(name="Aaa")
    Tag.objects.filter(name="Aaa").update(name="Economie")
    Tag.objects.update(key=F("pk"), words="")
    import_module("news.migrations.0015_tag_keys").fill(apps, None)
    assert Tag.objects.called("ÉCONOMIE ") == used
    assert Tag.objects.doubles().count() == 2
    assert set(Tag.objects.values_list("words", flat=True)) == {" economie"}
