"""Addresses: French words stay readable, neighbours differ, old addresses lead to new ones."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage, Author, Tag
from news.slugs import french_slug, is_slug_of
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory, UserFactory
from tests.forms import read_form, version_of
from tests.letters import ANY
from tests.made_once import made_once


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("L’œuvre d’été à Ségou", "l-oeuvre-d-ete-a-segou"),
        ("« Ça suffit ! », dit Aïcha", "ca-suffit-dit-aicha"),
        ("Prix du riz : +12 % en un an", "prix-du-riz-plus-12-pour-cent-en-un-an"),
        ("Dakar–Bamako/Kayes", "dakar-bamako-kayes"),
        ("Ɲɛtaa ni Bamanankan", "nyetaa-ni-bamanankan"),
        ("Ex æquo", "ex-aequo"),
        ("CAN 2027 _ le tirage", "can-2027-le-tirage"),
        ("الخبر", ""),
    ],
)
def test_french_words_stay_readable(title, slug):
    assert french_slug(title) == slug


@given(st.text(ANY, max_size=300))
def test_slug_is_always_an_address(title):
    slug = french_slug(title)
    assert len(slug) <= 80
    assert french_slug(slug) == slug
    assert not slug or is_slug_of(slug, title)


def test_long_title_is_cut_at_a_word():
    assert french_slug("mot " * 40) == "-".join(["mot"] * 20)


def form_data(page: Page | None = None, **values: object) -> dict[str, object]:
    """What the editor of an article posts."""
    return nested_form_data(
        {
            "title": "",
            "slug": page.slug if page else "",
            "slug_as_shown": page.slug if page else "",
            "kicker": "",
            "standfirst": "",
            "kind": "news",
            "body": streamfield([]),
            "bylines": inline_formset([]),
            "corrections": inline_formset([]),
            "comments": inline_formset([]),
            "tags": "",
            **values,
        }
    )


@pytest.fixture
@made_once
def section(home_page: HomePage) -> ArticleIndexPage:
    return SectionFactory(parent=home_page, title="Société")


@pytest.fixture
def editor(client, db):
    client.force_login(UserFactory(is_superuser=True))
    return client


def create(editor, section, **values):
    url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
    response = editor.post(url, form_data(**values), headers={"Accept": "application/json"})
    return response.json()


def autosave(editor, page, **values):
    response = editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        form_data(page, **values) | version_of(page),
        headers={"Accept": "application/json"},
    )
    page.refresh_from_db()
    return response.json()


@pytest.mark.django_db
def test_slug_follows_the_title_while_autosave_stores_each_letter(editor, section):
    answer = create(editor, section, title="L’")
    page = ArticlePage.objects.get(pk=answer["pk"])
    assert page.slug == answer["field_updates"]["slug"] == "l"
    for title, slug in (("L’œu", "l-oeu"), ("L’œuvre", "l-oeuvre"), ("L’œuf", "l-oeuf")):
        answer = autosave(editor, page, title=title)
        assert page.slug == slug
        assert answer["field_updates"]["slug"] == slug
        assert answer["field_updates"]["slug_as_shown"] == slug


@pytest.mark.django_db
def test_slug_follows_even_when_an_answer_was_lost(editor, section):
    page = ArticleFactory(
        parent=section, title="L’eau", slug="", live=False, first_published_at=None
    )
    autosave(editor, page, title="L’eau monte", slug="l", slug_as_shown="l")
    assert page.slug == "l-eau-monte"


@pytest.mark.django_db
def test_slug_changed_by_hand_is_left_alone(editor, section):
    page = ArticleFactory(
        parent=section, title="L’eau", slug="", live=False, first_published_at=None
    )
    autosave(editor, page, title="L’eau", slug="Crue d’août")
    assert page.slug == "crue-d-aout"
    autosave(editor, page, title="L’eau monte encore")
    assert page.slug == "crue-d-aout"


@pytest.mark.django_db
def test_emptied_slug_follows_again(editor, section):
    page = ArticleFactory(
        parent=section, title="L’eau", slug="crue", live=False, first_published_at=None
    )
    autosave(editor, page, title="L’eau monte", slug="")
    assert page.slug == "l-eau-monte"


@pytest.mark.django_db
def test_slug_of_a_published_page_stays(editor, section):
    page = ArticleFactory(parent=section, title="L’eau", slug="", first_published_at=timezone.now())
    answer = autosave(editor, page, title="L’eau monte")
    assert answer["field_updates"]["slug"] == "l-eau"


@pytest.mark.postgres
@pytest.mark.django_db
def test_neighbours_get_numbers_from_two(editor, section):
    for expected in ("l-eau-monte", "l-eau-monte-2", "l-eau-monte-3"):
        answer = create(editor, section, title="L’eau monte")
        assert ArticlePage.objects.get(pk=answer["pk"]).slug == expected


@pytest.mark.django_db
def test_number_is_kept_while_the_title_stays(editor, section):
    create(editor, section, title="L’eau monte")
    page = ArticlePage.objects.get(pk=create(editor, section, title="L’eau monte")["pk"])
    autosave(editor, page, title="L’eau monte", kicker="Crue")
    assert page.slug == "l-eau-monte-2"


@pytest.mark.postgres
@pytest.mark.django_db
def test_slug_of_a_neighbour_typed_by_hand_is_refused_in_words(editor, section):
    ArticleFactory(parent=section, title="Crue")
    url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
    response = editor.post(url, form_data(title="L’eau", slug="crue"))
    assert response.status_code == 200
    assert response.context["form"].errors["slug"]


@pytest.mark.django_db
def test_title_without_latin_letters_still_has_an_address(section):
    assert ArticleFactory(parent=section, title="الخبر", slug="").slug == "article"
    assert ArticleFactory(parent=section, title="的", slug="").slug == "article-2"


@pytest.mark.django_db
def test_every_page_type_has_french_addresses(home_page):
    from home.models import FaqPage, PolicyPage

    pages = [
        ArticleIndexPage(title="Le cœur d’Afrique"),
        PolicyPage(title="Vœux et œuvres", body=[]),
        FaqPage(title="Où nous écrire"),
    ]
    for page in pages:
        home_page.add_child(instance=page)
    assert [page.slug for page in pages] == [
        "le-coeur-d-afrique",
        "voeux-et-oeuvres",
        "ou-nous-ecrire",
    ]


@pytest.mark.django_db
def test_changed_slug_of_a_live_page_leads_to_the_new_one(
    section, reader, django_capture_on_commit_callbacks
):
    page = ArticleFactory(parent=section, title="L’eau", slug="")
    page.slug = "la-crue"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    response = reader.get("/societe/l-eau/")
    assert response.status_code == 301
    assert response["Location"].endswith("/societe/la-crue/")


@pytest.mark.django_db
def test_moved_page_leads_to_its_new_section(home_page, reader, django_capture_on_commit_callbacks):
    old = SectionFactory(parent=home_page, title="Société")
    new = SectionFactory(parent=home_page, title="Économie")
    page = ArticleFactory(parent=old, title="L’eau", slug="")
    with django_capture_on_commit_callbacks(execute=True):
        page.move(new, pos="last-child")
    response = reader.get("/societe/l-eau/")
    assert response.status_code == 301
    assert response["Location"].endswith("/economie/l-eau/")


@pytest.mark.postgres
@pytest.mark.django_db
def test_tags_have_french_addresses_with_numbers():
    Tag.objects.create(name="Cinéma", slug="oeuvres-d-art")
    slugs = [Tag.objects.create(name=name).slug for name in ("Œuvres d’art", "Eau")]
    assert slugs == ["oeuvres-d-art-2", "eau"]


@pytest.mark.postgres
@pytest.mark.django_db
def test_authors_have_french_addresses_with_numbers():
    names = ("Cœur N’Diaye", "Cœur N’Diaye", "Aïssata Maïga")
    slugs = [Author.objects.create(name=name).slug for name in names]
    assert slugs == ["coeur-n-diaye", "coeur-n-diaye-2", "aissata-maiga"]


@pytest.mark.django_db
def test_changed_address_of_an_author_leads_to_the_new_one(home_page, reader):
    author = AuthorFactory(name="Awa", slug="awa")
    author.slug = "awa-diarra"
    author.save()
    response = reader.get("/auteurs/awa/")
    assert response.status_code == 301
    assert response["Location"] == "/auteurs/awa-diarra/"


@pytest.mark.django_db
def test_address_that_comes_back_is_no_loop(home_page, reader):
    article = ArticleFactory.build()
    article.tags.add("Eau")
    SectionFactory(parent=home_page).add_child(instance=article)
    tag = Tag.objects.get()
    for slug in ("fleuve", "eau", "fleuve"):
        tag.slug = slug
        tag.save()
    response = reader.get("/mots-cles/eau/")
    assert response["Location"] == "/mots-cles/fleuve/"
    assert reader.get("/mots-cles/fleuve/").status_code == 200


@pytest.mark.parametrize("title", ["Recherche", "Flux", "Mode économie", "Admin"])
def test_page_does_not_hide_behind_a_view_of_the_site(home_page: HomePage, title: str) -> None:
    section = SectionFactory.build(title=title, slug="")
    home_page.add_child(instance=section)
    assert section.slug.endswith("-2")


def test_section_of_the_economy_is_open_to_readers(home_page: HomePage, reader: Client) -> None:
    section = SectionFactory(parent=home_page, title="Économie", slug="")
    assert section.slug == "economie"
    assert reader.get("/economie/").status_code == 200


@pytest.mark.django_db
def test_a_copy_is_made_with_the_address_that_its_form_proposes(home_page: HomePage) -> None:
    section = SectionFactory(parent=home_page)
    article = ArticleFactory(parent=section, title="Le pont", slug="le-pont")
    client = Client()
    client.force_login(
        UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend"
    )
    url = reverse("wagtailadmin_pages:copy", args=[article.pk])
    for proposed in ("le-pont-2", "le-pont-3"):
        fields = read_form(client, url, "main form")
        assert fields["new_slug"] == proposed
        assert client.post(url, fields).status_code == 302
    assert set(section.get_children().values_list("slug", flat=True)) == {
        *("le-pont", "le-pont-2", "le-pont-3"),
    }
