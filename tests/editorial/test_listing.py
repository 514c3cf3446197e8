"""The desk's lists: what each row says, what each filter keeps, and what they cost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from editorial.dashboard.article_lists import ArticleFilterSet, SectionFilterSet
from editorial.withdrawal.withdraw import take_offline
from editorial.workflow.models import ConfirmationRequest
from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage, Byline
from tests.counting import queries_of
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory
from tests.made_once import made_once

SignIn = Callable[[User], Client]


@pytest.fixture
@made_once
def articles(section: ArticleIndexPage, writer: User, copy_editor: User) -> dict[str, ArticlePage]:
    """One article in each state."""
    names = ["draft", "in_review", "sent_back", "scheduled", "live", "expired", "locked"]
    made = {
        name: ArticleFactory(parent=section, owner=writer, live=False, title=f"Texte {name}")
        for name in names
    }
    for article in made.values():
        article.save_revision(user=writer)
    for name in ("in_review", "sent_back"):
        made[name].get_workflow().start(made[name], writer)
    returned = made["sent_back"].current_workflow_task_state
    returned.task.specific.on_action(returned, copy_editor, "reject", comment="La source ?")
    made["scheduled"].go_live_at = timezone.now() + timedelta(hours=3)
    made["scheduled"].save_revision().publish()
    made["live"].save_revision(user=writer).publish()
    made["expired"].save_revision(user=writer).publish()
    made["expired"].refresh_from_db()
    made["expired"].unpublish(set_expired=True)
    ArticlePage.objects.filter(pk=made["locked"].pk).update(locked=True)
    return made


def listed(client: Client, address: str, **filters: str) -> set[str]:
    response = client.get(address, filters)
    assert response.status_code == 200
    return {page.title.removeprefix("Texte ") for page in response.context["object_list"]}


def explorer(section: Page) -> str:
    return reverse("wagtailadmin_explore", args=[section.pk])


LISTS = ["list", "explorer"]


@pytest.fixture
def address(request: pytest.FixtureRequest, section: ArticleIndexPage) -> str:
    return reverse("articles:index") if request.param == "list" else explorer(section)


@pytest.mark.postgres
@pytest.mark.parametrize("address", LISTS, indirect=True)
def test_each_state_filter_keeps_the_articles_in_that_state(
    address: str,
    articles: dict[str, ArticlePage],
    section: ArticleIndexPage,
    chief: User,
    sign_in: SignIn,
) -> None:
    client = sign_in(chief)
    assert listed(client, address) == set(articles)
    assert listed(client, address, state="in_review") == {"in_review"}
    filters, pages = (
        (SectionFilterSet, Page.objects.child_of(section))
        if address == explorer(section)
        else (ArticleFilterSet, ArticlePage.objects.all())
    )
    kept = {
        name: {page.title.removeprefix("Texte ") for page in filters({"state": name}, pages).qs}
        for name in articles
    }
    assert kept == {name: {name} for name in articles} | {"draft": {"draft", "locked"}}


@pytest.mark.parametrize("address", LISTS, indirect=True)
def test_a_row_says_state_byline_go_live_time_and_who_changed_it(
    address: str, articles: dict[str, ArticlePage], chief: User, sign_in: SignIn
) -> None:
    Byline.objects.create(article=articles["scheduled"], author=AuthorFactory(name="Kadi Niambélé"))
    response = sign_in(chief).get(address)
    rows = {page.title.removeprefix("Texte "): page.row for page in response.context["object_list"]}
    assert {name: [mark.code for mark in row.marks] for name, row in rows.items()} == {
        name: ["draft", "locked"] if name == "locked" else [name] for name in articles
    }
    assert rows["scheduled"].bylines == ["Kadi Niambélé"]
    assert rows["scheduled"].goes_live_at == articles["scheduled"].go_live_at
    html = response.content.decode()
    assert "Kadi Niambélé" in html
    assert "Awa Sidibé" in html


@pytest.mark.parametrize("address", LISTS, indirect=True)
def test_a_withdrawn_article_says_so_with_its_reason_and_is_no_draft(
    address: str, articles: dict[str, ArticlePage], chief: User, sign_in: SignIn
) -> None:
    take_offline(ArticlePage.objects.get(pk=articles["live"].pk), chief, "Le témoin nie.")
    client = sign_in(chief)
    assert listed(client, address, state="withdrawn") == {"live"}
    assert "live" not in listed(client, address, state="draft")
    html = client.get(address, {"state": "withdrawn"}).content.decode()
    assert "Motif : Le témoin nie. (Fatoumata Koné" in html
    # Once it is published again, the list says what readers see.
    articles["live"].save_revision().publish()
    assert listed(client, address, state="withdrawn") == set()


@pytest.mark.parametrize("address", LISTS, indirect=True)
def test_a_change_that_waits_for_a_confirmation_says_so(
    address: str,
    articles: dict[str, ArticlePage],
    chief: User,
    sign_in: SignIn,
) -> None:
    text = ArticlePage.objects.get(pk=articles["in_review"].pk)
    before, after = text.save_revision(user=chief), text.save_revision(user=chief)
    request = ConfirmationRequest.objects.create(
        page=text,
        task_state=text.current_workflow_task_state,
        before=before,
        revision=after,
        asked_by=chief,
    )
    client = sign_in(chief)
    assert listed(client, address, state="to_confirm") == {"in_review"}
    assert "À confirmer" in client.get(address, {"state": "to_confirm"}).content.decode()
    # A later version asks for nothing until somebody approves it.
    text.title = "Texte in_review"
    text.standfirst = "Autre chapô."
    text.save_revision(user=chief)
    assert listed(client, address, state="to_confirm") == set()
    assert ConfirmationRequest.objects.open().get() == request


JUNK = [
    {"state": "nonsense"},
    {"author": "x"},
    {"section": "0"},
    {"kind": "’"},
    {"latest_revision_created_at_from": "demain"},
    {"first_published_at_to": "9999-99-99"},
    {"q": '"'},
    {"ordering": "-nonsense"},
    {"p": "10000000000000000000000"},
]


@pytest.mark.parametrize("address", LISTS, indirect=True)
def test_junk_in_the_address_is_answered_with_a_page(
    address: str, section: ArticleIndexPage, chief: User, sign_in: SignIn
) -> None:
    client = sign_in(chief)
    answers = {str(junk): client.get(address, junk).status_code for junk in JUNK}
    assert answers == {str(junk): 200 for junk in JUNK}


@pytest.mark.postgres
@pytest.mark.parametrize("address", LISTS, indirect=True)
def test_a_number_that_no_column_holds_is_answered(
    address: str, articles: dict[str, ArticlePage], chief: User, sign_in: SignIn
) -> None:
    # PostgreSQL compares it and finds nobody; SQLite cannot take it.
    assert sign_in(chief).get(address, {"author": "9" * 20}).status_code in (200, 400)


@pytest.mark.postgres
def test_a_section_filter_includes_its_subsections(
    home_page: HomePage, section: ArticleIndexPage, chief: User, sign_in: SignIn
) -> None:
    below = SectionFactory(parent=section)
    other = SectionFactory(parent=home_page)
    for parent, title in ((section, "au-dessus"), (below, "dessous"), (other, "ailleurs")):
        ArticleFactory(parent=parent, title=title)
    found = listed(sign_in(chief), reverse("articles:index"), section=str(section.pk))
    assert found == {"au-dessus", "dessous"}


@pytest.mark.postgres
@pytest.mark.parametrize("address", LISTS, indirect=True)
def test_author_and_kind_filters_keep_their_articles(
    address: str, section: ArticleIndexPage, chief: User, sign_in: SignIn
) -> None:
    author = AuthorFactory()
    ArticleFactory(parent=section, title="signé", authors=[author])
    ArticleFactory(parent=section, title="entretien", kind="interview")
    client = sign_in(chief)
    assert listed(client, address, author=str(author.pk)) == {"signé"}
    assert listed(client, address, kind="interview") == {"entretien"}


@pytest.mark.postgres
@pytest.mark.parametrize("address", LISTS, indirect=True)
def test_search_stays_within_the_filters(
    address: str, section: ArticleIndexPage, chief: User, sign_in: SignIn
) -> None:
    ArticleFactory(parent=section, title="crue au nord", kind="interview")
    ArticleFactory(parent=section, title="crue au sud")
    client = sign_in(chief)
    assert listed(client, address, q="crue") == {"crue au nord", "crue au sud"}
    assert listed(client, address, q="crue", kind="interview") == {"crue au nord"}


@pytest.mark.parametrize("address", LISTS, indirect=True)
def test_writers_see_no_draft_of_others(
    address: str,
    articles: dict[str, ArticlePage],
    other_writer: User,
    writer: User,
    sign_in: SignIn,
) -> None:
    hidden = set(articles) - {"live"}
    assert listed(sign_in(other_writer), address) == set(articles) - hidden
    assert listed(sign_in(other_writer), address, state="draft") == set()
    assert listed(sign_in(writer), address) == set(articles)


def test_a_list_costs_the_same_with_three_and_with_nine_articles(
    section: ArticleIndexPage, writer: User, chief: User, sign_in: SignIn
) -> None:
    client = sign_in(chief)
    lists = [reverse("articles:index"), explorer(section)]

    def write(count: int) -> None:
        for number in range(count):
            article = ArticleFactory(parent=section, authors=[AuthorFactory()], live=False)
            article.save_revision(user=writer)
            if number % 3 == 0:
                article.get_workflow().start(article, writer)

    write(3)
    few = {address: queries_of(client, address) for address in lists}
    write(6)
    assert {address: queries_of(client, address) for address in lists} == few


@pytest.mark.parametrize("name", ["explorer", "list"])
def test_a_search_that_finds_nothing_says_so_beside_the_table(
    section: ArticleIndexPage, chief: User, sign_in: SignIn, name: str
) -> None:
    explorer = reverse("wagtailadmin_explore", args=[section.pk])
    address = explorer if name == "explorer" else reverse("articles:index")
    page = BeautifulSoup(sign_in(chief).get(f"{address}?q=introuvable").content, "html.parser")
    told = page.select_one("p[role=alert]")
    assert told is not None and told.find_parent("table") is None
    assert "recherche" in told.get_text()
