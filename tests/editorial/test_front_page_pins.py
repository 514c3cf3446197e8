"""Articles reach la Une from where they are seen; its places and its changes are told in words."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from home.models import FrontPageVersion, HomePage
from home.plan import Plan, Slot
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.conftest import member
from tests.factories import ArticleFactory
from tests.forms import fields_of, read_form, send
from tests.made_once import made_once

SignIn = Callable[[User], Client]
FORM = "form.actujet-une"
NOW = timezone.now()


class TestAPlan:
    def test_pushes_what_is_pinned_down_to_the_first_free_place(self) -> None:
        plan = Plan(lead=Slot(1), secondary=(Slot(2), Slot(), Slot(3)))
        moved = plan.with_lead(9, NOW)
        assert [moved.lead.article, *(s.article for s in moved.secondary)] == [9, 1, 2, 3]

    def test_lets_the_last_one_go_where_no_place_is_free(self) -> None:
        moved = Plan(lead=Slot(1), secondary=(Slot(2),)).with_lead(9, NOW)
        assert moved.articles() == [9, 1]

    def test_pushes_nothing_down_that_is_over(self) -> None:
        over = Slot(1, until=NOW - timedelta(hours=1), fallback="section-4")
        moved = Plan(lead=over, secondary=(Slot(2),)).with_lead(9, NOW)
        assert moved.articles() == [9, 2]
        assert moved.lead == Slot(9, fallback="section-4")

    def test_moves_an_article_that_had_a_place_already(self) -> None:
        plan = Plan(lead=Slot(1), secondary=(Slot(2), Slot(3)), not_to_miss=(Slot(4),))
        assert plan.with_lead(2, NOW).articles() == [2, 1, 3, 4]
        assert plan.with_lead(4, NOW).not_to_miss[0].article is None


@pytest.fixture
@made_once
def articles(section: ArticleIndexPage) -> list[ArticlePage]:
    now = timezone.now()
    return [
        ArticleFactory(
            parent=section, title=f"Titre {n}", first_published_at=now - timedelta(hours=n)
        )
        for n in range(5)
    ]


@pytest.fixture
@made_once
def client(chief: User, home_page: HomePage, sign_in: SignIn) -> Client:
    return sign_in(chief)


@pytest.fixture
def desk() -> str:
    return reverse("front_page_desk")


def last_change(client: Client, desk: str) -> list[str]:
    page = BeautifulSoup(client.get(desk).text, "html.parser")
    newest = page.select_one(".actujet-une__changes")
    return [item.get_text() for item in newest.select("li")] if newest else []


@pytest.mark.django_db
class TestFromTheArticle:
    def test_it_is_placed_at_the_top_and_saved_by_one_press(
        self, client: Client, reader: Client, articles: list[ArticlePage], desk: str
    ) -> None:
        send(client, desk, {"lead-article": articles[1].pk, "act": "save"}, form=FORM)
        address = f"{desk}?article={articles[3].pk}"
        assert "Titre 3 » est placé en ouverture" in client.get(address).text
        assert reader.get("/").context["front_page"].lead == articles[1]
        assert send(client, address, {"act": "save"}, form=FORM).status_code == 302
        front_page = reader.get("/").context["front_page"]
        assert [front_page.lead, front_page.secondary[0]] == [articles[3], articles[1]]

    def test_the_lists_and_the_editor_lead_there_for_those_who_may_arrange(
        self, client: Client, sign_in: SignIn, copy_editor: User, articles: list[ArticlePage]
    ) -> None:
        link = f'href="{reverse("front_page_desk")}?article={articles[0].pk}"'
        pages = [
            reverse("articles:index"),
            reverse("wagtailadmin_explore", args=[articles[0].get_parent().pk]),
            reverse("wagtailadmin_pages:edit", args=[articles[0].pk]),
        ]
        other = sign_in(copy_editor)
        for page in pages:
            assert link in client.get(page).text, page
            assert link not in other.get(page).text, page

    def test_a_draft_is_not_offered(self, client: Client, draft: ArticlePage) -> None:
        assert f"?article={draft.pk}" not in client.get(reverse("articles:index")).text

    def test_one_that_is_gone_is_said_to_be(self, client: Client, desk: str) -> None:
        for number in ("999999", "x", "9" * 30):
            page = client.get(f"{desk}?article={number}")
            assert page.status_code == 200, number
            assert "Cet article n’existe plus" in page.text, number


@pytest.mark.django_db
class TestMoving:
    def test_a_row_goes_up_into_the_lead_and_down_out_of_it(
        self, client: Client, articles: list[ArticlePage], desk: str
    ) -> None:
        typed = read_form(client, desk, FORM) | {"secondary-0-article": articles[2].pk}
        up = client.post(desk, typed | {"act": "secondary:up:0"})
        assert fields_of(up.text, FORM)["lead-article"] == str(articles[2].pk)
        assert 'value="lead:down:0" autofocus' in up.text
        assert ">Ouverture de la Une</p>" in up.text
        down = client.post(desk, fields_of(up.text, FORM) | {"act": "lead:down:0"})
        assert fields_of(down.text, FORM)["secondary-0-article"] == str(articles[2].pk)

    def test_what_cannot_move_stays(self, client: Client, desk: str) -> None:
        fields = read_form(client, desk, FORM)
        for act in (
            "lead:up:0",
            "secondary:down:3",
            "strips:up:0",
            "nothing:up:1",
            "secondary:up:-1",
        ):
            page = client.post(desk, fields | {"act": act})
            assert page.status_code == 200, act
            assert fields_of(page.text, FORM) == {**fields_of(page.text, FORM), **_rows(fields)}

    def test_taking_a_row_away_leaves_the_focus_on_the_next(
        self, client: Client, desk: str
    ) -> None:
        page = client.post(desk, read_form(client, desk, FORM) | {"act": "secondary:remove:3"})
        assert 'value="secondary:remove:2" autofocus' in page.text

    def test_places_are_called_by_words(self, client: Client, desk: str) -> None:
        page = BeautifulSoup(client.get(desk).text, "html.parser")
        legends = [legend.get_text() for legend in page.select(f"{FORM} legend")]
        assert legends[:3] == ["Ouverture de la Une", "Deuxième titre", "Troisième titre"]


def _rows(fields: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name.startswith(("lead", "secondary"))}


@pytest.mark.django_db
class TestHistory:
    def test_says_what_was_pinned_moved_and_let_go(
        self, client: Client, articles: list[ArticlePage], desk: str
    ) -> None:
        first = {"lead-article": articles[1].pk, "secondary-0-article": articles[2].pk}
        send(client, desk, first | {"act": "save"}, form=FORM)
        assert last_change(client, desk)[0] == "Ouverture de la Une : « Titre 1 » a été épinglé."
        then = {"lead-article": articles[3].pk, "secondary-0-article": articles[1].pk}
        send(client, desk, then | {"act": "save"}, form=FORM)
        assert last_change(client, desk) == [
            "Ouverture de la Une : « Titre 3 » a été épinglé.",
            "Deuxième titre : « Titre 1 » (avant : Ouverture de la Une).",
            "« Titre 2 » n’est plus épinglé (avant : Deuxième titre).",
        ]

    def test_says_hours_rules_and_rows(
        self, client: Client, articles: list[ArticlePage], desk: str
    ) -> None:
        changes = {
            "lead-article": articles[1].pk,
            "lead-until": "31/12/2031 18:00",
            "secondary-1-fallback": "nothing",
            "all_sections": [],
            "strips-TOTAL_FORMS": "0",
            "act": "save",
        }
        assert send(client, desk, changes, form=FORM).status_code == 302
        told = " ".join(last_change(client, desk))
        assert "« Titre 1 » y reste jusqu’au mercredi 31 décembre 2031 à 18 h 00" in told
        assert "Troisième titre, sans article choisi : rien." in told
        assert "Aucune bande de rubrique." in told

    def test_an_earlier_page_can_be_looked_at(
        self, client: Client, articles: list[ArticlePage], desk: str
    ) -> None:
        for article in articles[1:3]:
            send(client, desk, {"lead-article": article.pk, "act": "save"}, form=FORM)
        earlier = FrontPageVersion.objects.order_by("pk").first()
        preview = f"{reverse('front_page_preview')}?version={earlier.pk}"
        assert preview in client.get(desk).text
        assert client.get(preview).context["front_page"].lead == articles[1]

    def test_who_saves_second_is_told_what_the_other_has_changed(
        self, client: Client, sign_in: SignIn, articles: list[ArticlePage], desk: str
    ) -> None:
        fields = read_form(client, desk, FORM) | {"lead-article": articles[2].pk, "act": "save"}
        other = sign_in(member("Chief editors", first_name="Adama", last_name="Traoré"))
        send(other, desk, {"lead-article": articles[3].pk, "act": "save"}, form=FORM)
        assert "Ouverture de la Une : « Titre 3 » a été épinglé." in client.post(desk, fields).text


@pytest.mark.django_db
class TestPicture:
    def test_shows_what_is_not_saved_and_saves_nothing(
        self, client: Client, home_page: HomePage, articles: list[ArticlePage], desk: str
    ) -> None:
        fields = read_form(client, desk, FORM) | {"lead-article": articles[4].pk}
        page = client.post(reverse("front_page_picture"), fields)
        assert page.context["front_page"].lead == articles[4]
        assert "no-store" in page["Cache-Control"]
        assert not home_page.versions.exists()

    def test_says_at_which_place_it_waits(self, client: Client, desk: str) -> None:
        fields = read_form(client, desk, FORM) | {"secondary-0-until": "pas une heure"}
        page = client.post(reverse("front_page_picture"), fields)
        assert page.status_code == 422
        assert page.text.endswith("Deuxième titre.")

    def test_is_for_those_who_arrange(self, sign_in: SignIn, copy_editor: User) -> None:
        page = sign_in(copy_editor).post(reverse("front_page_picture"))
        assert page.status_code in {302, 403}
