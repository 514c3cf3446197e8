"""« Choix de la rédaction »: what editors put first for what is looked for."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import PageViewRestriction

from search.models import Synonyms
from search.suggestions import suggest
from tests.counting import queries_of
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.forms import read_form
from tests.made_once import made_once

QUERY = "Carte d’électeur"


@pytest.fixture
@made_once
def section(home_page):
    return SectionFactory(parent=home_page, title="Pratique", slug="pratique")


@pytest.fixture
@made_once
def article(section):
    return ArticleFactory(parent=section, title="Où retirer sa carte d’électeur")


def promote(typed, *pages, **fields):
    query = Query.get(typed)
    for place, page in enumerate(pages):
        SearchPromotion.objects.create(query=query, page=page, sort_order=place, **fields)
    return query


def shown(reader, typed, **params):
    """Titles of what stands first, and of the list."""
    response = reader.get("/recherche/", {"q": typed, **params})
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return [
        [" ".join(title.text.split()) for title in page.select(f"{place} .card__title")]
        for place in (".picks", ".results")
    ]


@pytest.mark.postgres
def test_it_stands_first_and_once_for_the_same_words(article, section, reader):
    ArticleFactory(parent=section, title="Carte d’électeur : les files s’allongent")
    promote(QUERY, article)
    for typed in ("CARTE D'ÉLECTEUR", "cartes electeurs", "électeur : carte", f'"{QUERY}"'):
        picks, results = shown(reader, typed)
        assert picks == [article.title], typed
        assert results == ["Carte d’électeur : les files s’allongent"], typed
    assert "Choix de la rédaction" in reader.get("/recherche/", {"q": QUERY}).content.decode()


def test_it_does_not_stand_first_for_other_searches(article, reader):
    promote(QUERY, article)
    for typed in ("carte", "carte d'électeur perdue", "carte électeur -perdue"):
        assert shown(reader, typed)[0] == [], typed


def test_narrowed_or_sorted_list_is_left_alone(article, reader):
    promote(QUERY, article)
    for params in ({"tri": "recent"}, {"rubrique": "pratique"}):
        assert shown(reader, QUERY, **params) == [[], [article.title]], params


def test_page_that_readers_may_not_see_is_left_out(article, section, reader):
    private = SectionFactory(parent=section)
    secret = ArticleFactory(parent=private, title="Secret")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    draft = ArticleFactory(parent=section, title="Brouillon", live=False)
    promote(QUERY, secret, draft, article)
    assert shown(reader, QUERY)[0] == [article.title]
    article.unpublish()
    assert shown(reader, QUERY) == [[], []]
    assert suggest(QUERY).picks == []


def test_address_and_section_page_stand_first_where_nothing_is_found(section, reader):
    query = promote("bureau de vote", section, description="Toutes nos pages pratiques.")
    SearchPromotion.objects.create(
        query=query,
        external_link_url="https://elections.example.ml/",
        external_link_text="Le site de l’autorité électorale",
        sort_order=5,
    )
    page = reader.get("/recherche/", {"q": "bureaux de vote"}).content.decode()
    assert shown(reader, "bureaux de vote")[0] == ["Pratique", "Le site de l’autorité électorale"]
    assert "Toutes nos pages pratiques." in page
    assert 'href="https://elections.example.ml/"' in page
    assert "Rien d’autre n’a été trouvé" in page


@pytest.mark.postgres
def test_it_stands_first_for_synonyms_and_in_suggestions(article, reader):
    promote(QUERY, article)
    Synonyms.objects.create(terms="carte d’électeur\nNINA")
    assert shown(reader, "nina")[0] == [article.title]
    found = suggest("carte electeur")
    assert [pick.title for pick in found.picks] == [article.title]
    assert found.articles == []


@pytest.mark.postgres
def test_search_writes_nothing_down(article, reader):
    promote(QUERY, article)
    reader.get("/recherche/", {"q": "quelque chose d'autre"})
    reader.get("/recherche/", {"q": QUERY})
    assert Query.objects.count() == 1


def test_search_for_which_nothing_is_promoted_costs_no_query_more(article, reader):
    reader.get("/recherche/?q=retirer")
    before = queries_of(reader, "/recherche/?q=retirer")
    promote(QUERY, article)
    reader.get("/recherche/?q=retirer")
    assert queries_of(reader, "/recherche/?q=retirer") <= before + 1


def test_chief_editor_promotes_and_a_writer_does_not(client, article, reader):
    writer, chief = UserFactory(), UserFactory()
    writer.groups.add(Group.objects.get(name="Writers"))
    chief.groups.add(Group.objects.get(name="Chief editors"))
    add = reverse("wagtailsearchpromotions:add")
    client.force_login(writer)
    assert client.get(add).status_code == 302
    client.force_login(chief)
    fields = read_form(client, f"{add}?query=carte+d%E2%80%99%C3%A9lecteur")
    assert fields["query_string"] == "carte d’électeur"
    assert "External link" not in client.get(add).content.decode()
    fields |= {
        "editors_picks-TOTAL_FORMS": "1",
        "editors_picks-0-page": str(article.pk),
        "editors_picks-0-ORDER": "1",
    }
    assert client.post(add, fields).status_code == 302
    assert shown(reader, QUERY)[0] == [article.title]
    for typed, said in (("électeurs carte", "la même chose"), ("…", "ni lettre ni chiffre")):
        refused = client.post(add, fields | {"query_string": typed})
        assert refused.status_code == 200 and said in refused.content.decode()
    listed = client.get(reverse("wagtailsearchpromotions:index")).content.decode()
    assert article.title in listed and "Vues" not in listed
    Query.objects.get(query_string="carte d’électeur").delete()
    assert shown(reader, QUERY)[0] == []
