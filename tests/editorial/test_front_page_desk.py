"""The admin page on which la Une is arranged: one screen, nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from home.models import FrontPageVersion, HomePage
from news.models import ArticleIndexPage, ArticlePage
from tests.counting import queries_of
from tests.editorial.conftest import member
from tests.factories import ArticleFactory
from tests.forms import fields_of, problems, read_form, send
from tests.made_once import made_once

SignIn = Callable[[User], Client]
FORM = "form.actujet-une"

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def articles(section: ArticleIndexPage) -> list[ArticlePage]:
    now = timezone.now()
    return [
        ArticleFactory(
            parent=section, title=f"Titre {n}", first_published_at=now - timedelta(hours=n)
        )
        for n in range(8)
    ]


@pytest.fixture
@made_once
def client(chief: User, sign_in: SignIn) -> Client:
    return sign_in(chief)


@pytest.fixture
def desk() -> str:
    return reverse("front_page_desk")


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def test_only_chief_editors_arrange_it(
    writer: User,
    copy_editor: User,
    chief: User,
    articles: list[ArticlePage],
    sign_in: SignIn,
    desk: str,
) -> None:
    addresses = [desk, reverse("front_page_preview")]
    for person in (writer, copy_editor):
        for address in addresses:
            assert sign_in(person).get(address).status_code in {302, 403}
            sign_in(person).post(address, {"act": "save"})
        assert desk not in sign_in(person).get(reverse("wagtailadmin_home")).text
    assert not FrontPageVersion.objects.exists()
    assert desk in sign_in(chief).get(reverse("wagtailadmin_home")).text


def test_a_chief_editor_pins_the_lead(
    client: Client, reader: Client, articles: list[ArticlePage], desk: str
) -> None:
    response = send(client, desk, {"lead-article": articles[5].pk, "act": "save"}, form=FORM)
    assert response.status_code == 302, problems(response)
    assert reader.get("/").context["front_page"].lead == articles[5]
    assert "Titre 5" in client.get(desk).text


def test_moving_a_row_keeps_all_that_was_typed_and_saves_nothing(
    client: Client, articles: list[ArticlePage], desk: str
) -> None:
    fields = read_form(client, desk, FORM) | {
        "secondary-0-article": articles[3].pk,
        "secondary-1-until": "pas une heure",
        "act": "secondary:down:0",
    }
    page = client.post(desk, fields)
    assert page.status_code == 200
    moved = fields_of(page.text, FORM)
    assert moved["secondary-1-article"] == str(articles[3].pk)
    assert moved["secondary-0-until"] == "pas une heure"
    assert 'value="secondary:down:1" autofocus' in page.text
    assert not FrontPageVersion.objects.exists()


def test_rows_are_added_and_taken_away(
    client: Client, articles: list[ArticlePage], desk: str
) -> None:
    fields = read_form(client, desk, FORM)
    rows = {
        "secondary:add": 5,
        "secondary:remove:3": 3,
        "secondary:remove:99": 4,
        "secondary:up:0": 4,
        "secondary:down:x": 4,
        "nothing:add": 4,
    }
    found = {
        act: fields_of(client.post(desk, fields | {"act": act}).text, FORM)["secondary-TOTAL_FORMS"]
        for act in rows
    }
    assert found == {act: str(number) for act, number in rows.items()}


def test_a_mistake_is_told_and_loses_nothing(
    client: Client, articles: list[ArticlePage], desk: str
) -> None:
    typed = {
        "lead-article": articles[1].pk,
        "secondary-0-article": articles[1].pk,
        "lead-until": local(timezone.now() + timedelta(days=1)),
        "act": "save",
    }
    response = send(client, desk, typed, form=FORM)
    assert response.status_code == 422
    assert any("déjà une place" in problem for problem in problems(response))
    assert fields_of(response.text, FORM)["lead-until"] == typed["lead-until"]
    assert not FrontPageVersion.objects.exists()


def test_a_change_is_scheduled_changed_and_cancelled(
    client: Client, home_page: HomePage, articles: list[ArticlePage], desk: str
) -> None:
    at = (timezone.now() + timedelta(hours=3)).replace(second=0, microsecond=0)
    changes = {"lead-article": articles[4].pk, "valid_from": local(at), "act": "save"}
    assert send(client, desk, changes, form=FORM).status_code == 302
    first = FrontPageVersion.objects.get()
    assert first.valid_from == at
    send(
        client,
        f"{desk}?version={first.pk}",
        {"lead-article": articles[6].pk, "act": "save"},
        form=FORM,
    )
    second = home_page.versions.to_come(timezone.now()).get()
    assert (second.plan.lead.article, second.valid_from) == (articles[6].pk, at)
    client.post(reverse("front_page_cancel", args=[second.pk]))
    assert not home_page.versions.to_come(timezone.now()).exists()


def test_the_preview_shows_the_page_at_its_time_and_nobody_keeps_it(
    client: Client, reader: Client, section: ArticleIndexPage, articles: list[ArticlePage]
) -> None:
    at = (timezone.now() + timedelta(hours=3)).replace(second=0, microsecond=0)
    coming = ArticleFactory(
        parent=section, title="Demain l’eau", live=False, first_published_at=None
    )
    coming.go_live_at = at
    coming.save_revision(approved_go_live_at=at)
    preview = reverse("front_page_preview")
    fields = read_form(client, reverse("front_page_desk"), FORM)
    page = client.post(preview, fields | {"lead-article": coming.pk, "preview_at": local(at)})
    assert page.status_code == 200
    assert page.context["front_page"].lead.title == "Demain l’eau"
    assert "no-store" in page["Cache-Control"]
    before = client.post(preview, fields | {"lead-article": coming.pk})
    assert "Demain l’eau" not in before.text
    assert client.get(preview, {"at": at.isoformat()}).context["front_page"].lead == coming
    assert client.get(preview, {"at": "bientôt"}).status_code == 404
    assert reader.get(preview).status_code == 302
    assert "Demain l’eau" not in reader.get("/").text
    assert not FrontPageVersion.objects.exists()


def test_undo_brings_the_page_before_back(
    client: Client, home_page: HomePage, articles: list[ArticlePage], desk: str
) -> None:
    for article in articles[2:4]:
        send(client, desk, {"lead-article": article.pk, "act": "save"}, form=FORM)
    first = FrontPageVersion.objects.order_by("pk").first()
    assert client.get(reverse("front_page_go_back", args=[first.pk])).status_code == 405
    client.post(reverse("front_page_go_back", args=[first.pk]))
    assert home_page.arrangement(timezone.now())[0].lead.article == articles[2].pk
    assert client.post(reverse("front_page_go_back", args=[999999])).status_code == 404


def test_two_chief_editors_do_not_overwrite_each_other(
    client: Client, sign_in: SignIn, articles: list[ArticlePage], desk: str
) -> None:
    fields = read_form(client, desk, FORM) | {"lead-article": articles[2].pk, "act": "save"}
    other = sign_in(member("Chief editors", first_name="Adama", last_name="Traoré"))
    send(other, desk, {"lead-article": articles[3].pk, "act": "save"}, form=FORM)
    refused = client.post(desk, fields)
    assert refused.status_code == 409
    assert "Adama Traoré" in refused.text
    again = fields_of(refused.text, FORM) | {"act": "save"}
    assert again["lead-article"] == str(articles[2].pk)
    assert client.post(desk, again).status_code == 302


def test_the_page_costs_the_same_however_often_it_was_arranged(
    client: Client, articles: list[ArticlePage], desk: str
) -> None:
    send(client, desk, {"lead-article": articles[1].pk, "act": "save"}, form=FORM)
    few = queries_of(client, desk)
    for article in [*articles[2:4], articles[1]]:
        send(client, desk, {"lead-article": article.pk, "act": "save"}, form=FORM)
    assert queries_of(client, desk) == few
