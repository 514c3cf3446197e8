"""The dashboard: what waits, what goes out today, how own texts stand; at a price that ends."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from editorial.dashboard import texts, today, waiting
from editorial.withdrawal.withdraw import take_offline
from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage
from tests.counting import queries_of
from tests.factories import ArticleFactory, AuthorFactory

SignIn = Callable[[User], Client]
HOME = reverse("wagtailadmin_home")


def dashboard(client: Client) -> BeautifulSoup:
    response = client.get(HOME)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def panels(page: BeautifulSoup) -> list[str]:
    return [
        str(panel["id"]).removesuffix("-section") for panel in page.select("section.w-panel[id]")
    ]


def panel(page: BeautifulSoup, name: str) -> Tag:
    found = page.select_one(f"#{name}-section")
    assert found is not None, panels(page)
    return found


def said(element: Tag) -> str:
    return " ".join(element.get_text().split())


def submit(section: ArticleIndexPage, writer: User, title: str = "Le pont ferme") -> ArticlePage:
    body = json.dumps([{"type": "paragraph", "value": "<p>Un deux trois quatre.</p>"}])
    article = ArticleFactory(
        parent=section, owner=writer, live=False, first_published_at=None, title=title, body=body
    )
    article.save_revision(user=writer)
    article.get_workflow().start(article, writer)
    return article


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("writer", ["my-texts"]),
        ("copy_editor", ["awaiting-review", "today", "my-texts"]),
        ("chief", ["awaiting-review", "today", "my-texts"]),
        ("lawyer", ["awaiting-review", "my-texts"]),
        ("moderator", []),
    ],
)
def test_each_role_meets_its_own_panels_and_no_counts(
    role: str,
    expected: list[str],
    home_page: HomePage,
    sign_in: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    page = dashboard(sign_in(request.getfixturevalue(role)))
    assert sorted(panels(page)) == sorted(expected)
    assert page.select_one(".w-summary") is None


@pytest.mark.postgres
def test_a_waiting_text_says_who_how_long_and_offers_its_three_acts(
    section: ArticleIndexPage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    article = submit(section, writer)
    card = panel(dashboard(sign_in(copy_editor)), "awaiting-review").select_one("li")
    assert card is not None
    assert "Soumis par Awa Sidibé" in said(card) and "4 mots" in said(card)
    acts = card.select(".actujet-card__actions a, .actujet-card__actions button")
    assert [said(act) for act in acts] == ["Ouvrir", "Approuver", "Renvoyer à l’auteur"]
    assert acts[0]["href"] == reverse("wagtailadmin_pages:edit", args=[article.pk])


def test_one_touch_approves_what_was_seen(
    section: ArticleIndexPage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    article = submit(section, writer)
    client = sign_in(copy_editor)
    form = panel(dashboard(client), "awaiting-review").select_one("form")
    assert form is not None
    response = client.post(str(form["action"]), {"next": HOME})
    assert response.headers["Location"] == HOME
    step = ArticlePage.objects.get(pk=article.pk).current_workflow_task
    assert step.name == "Rédaction en chef"


@pytest.mark.postgres
def test_today_shows_what_is_out_and_what_is_to_come_with_hours(
    section: ArticleIndexPage, writer: User, chief: User, sign_in: SignIn
) -> None:
    now = timezone.localtime()
    out = ArticleFactory(parent=section, title="Déjà paru", first_published_at=now)
    ArticleFactory(
        parent=section, title="Paru hier", first_published_at=now - timedelta(days=1, hours=1)
    )
    late = ArticleFactory(parent=section, live=False, title="À paraître")
    late.go_live_at = now + timedelta(minutes=1)
    late.save_revision().publish()
    rows = [said(row) for row in panel(dashboard(sign_in(chief)), "today").select("li")]
    told = [row.replace("\u00a0", " ") for row in rows]
    expected = [f"{now:%-H h %M} {out.title} En ligne"]
    # The last minute of a day has its publications tomorrow.
    if late.go_live_at.date() == now.date():
        expected.append(f"{late.go_live_at:%-H h %M} {late.title} Programmé")
    assert told == expected


@pytest.mark.postgres
def test_own_texts_come_with_length_and_state_the_unfinished_first(
    section: ArticleIndexPage, writer: User, chief: User, sign_in: SignIn
) -> None:
    submit(section, writer, "En relecture")
    done = ArticleFactory(parent=section, owner=writer, title="Fini")
    done.save_revision(user=writer).publish()
    gone = ArticleFactory(parent=section, owner=writer, title="Parti")
    gone.save_revision(user=writer).publish()
    take_offline(ArticlePage.objects.get(pk=gone.pk), chief, "Le témoin nie ces propos.")
    rows = [said(row) for row in panel(dashboard(sign_in(writer)), "my-texts").select("ul > li")]
    rows = [row for row in rows if "modifié" in row]
    assert rows[0].startswith("Parti Retiré") and "Motif : Le témoin nie ces propos." in rows[0]
    assert "En relecture" in rows[1] and "4 mots" in rows[1]
    assert rows[2].startswith("Fini En ligne")


def test_an_empty_desk_says_so(
    home_page: HomePage, writer: User, chief: User, sign_in: SignIn
) -> None:
    page = dashboard(sign_in(chief))
    assert "Aucun texte n’attend votre relecture." in said(page)
    assert "Rien n’est paru aujourd’hui" in said(page)
    assert "Vous n’avez pas encore de texte." in said(dashboard(sign_in(writer)))


def test_the_dashboard_costs_the_same_however_many_texts_there_are(
    monkeypatch: pytest.MonkeyPatch,
    section: ArticleIndexPage,
    writer: User,
    copy_editor: User,
    sign_in: SignIn,
) -> None:
    # Every list is longer than what it shows.
    for module, shown in (
        (waiting, "OWN_STEP"),
        (texts, "UNFINISHED"),
        (texts, "PUBLISHED"),
        (today, "SHOWN"),
    ):
        monkeypatch.setattr(module, shown, 2)
    client = sign_in(copy_editor)

    def write(submitted: int, own: int, published: int) -> None:
        for _number in range(submitted):
            submit(section, writer, f"Crue {ArticlePage.objects.count()}")
        for number in range(own + published):
            article = ArticleFactory(
                parent=section, owner=copy_editor, live=number >= own, authors=[AuthorFactory()]
            )
            article.save_revision(user=copy_editor)
        ArticlePage.objects.filter(live=True).update(has_unpublished_changes=False)

    write(2, 2, 3)
    few = queries_of(client, HOME)
    write(2, 2, 3)
    assert queries_of(client, HOME) == few
