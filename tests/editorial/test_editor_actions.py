"""What moves a text on has its own buttons, and each says what it does."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from editorial.versions.tokens import revision_token
from news.models import ArticleIndexPage, ArticlePage, Author
from news.moments.wording import short
from tests.forms import send
from tests.made_once import made_once

SignIn = Callable[[User], Client]


def editor(client: Client, page: ArticlePage) -> BeautifulSoup:
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text().split())


def banner(client: Client, page: ArticlePage) -> list[str]:
    return [words(button) for button in editor(client, page).select(".actujet-banner button")]


@pytest.fixture
@made_once
def submitted(draft: ArticlePage, writer: User) -> ArticlePage:
    draft.get_workflow().start(draft, writer)
    return ArticlePage.objects.get(pk=draft.pk)


def approve_first_step(page: ArticlePage, copy_editor: User) -> None:
    state = page.current_workflow_task_state
    seen = page.get_latest_revision()
    state.task.specific.on_action(state, copy_editor, "approve", seen=revision_token(seen))


def test_submitting_has_a_button_outside_the_menu(
    draft: ArticlePage, section: ArticleIndexPage, writer: User, sign_in: SignIn
) -> None:
    desk = sign_in(writer)
    new = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
    for html in (editor(desk, draft), BeautifulSoup(desk.get(new).content, "html.parser")):
        (button,) = html.select("[name=action-submit]")
        assert words(button) == "Soumettre à la relecture"
        assert button.find_parent(attrs={"data-controller": "w-dropdown"}) is None


def test_a_reviewer_is_told_that_the_text_waits_and_a_writer_is_not(
    submitted: ArticlePage, writer: User, copy_editor: User, chief: User, sign_in: SignIn
) -> None:
    told = editor(sign_in(copy_editor), submitted).select_one(".actujet-banner")
    assert "Ce texte vous attend" in words(told)
    assert [words(button) for button in told.select("button")] == [
        "Approuver",
        "Renvoyer à l’auteur",
    ]
    for person in (writer, chief):
        assert banner(sign_in(person), submitted) == []


def test_whoever_signs_may_send_back_and_is_not_offered_to_approve(
    submitted: ArticlePage, copy_editor: User, chief: User, sign_in: SignIn
) -> None:
    submitted.bylines.create(author=Author.objects.create(name="Moussa", user=copy_editor))
    submitted.save_revision()
    assert banner(sign_in(copy_editor), submitted) == ["Renvoyer à l’auteur"]


@pytest.mark.parametrize(
    ("ahead", "label"),
    [(None, "Approuver et publier"), (-1, "Approuver et publier"), (1, "Approuver, paraîtra ")],
)
def test_the_last_approval_says_when_readers_get_the_text(
    submitted: ArticlePage,
    copy_editor: User,
    chief: User,
    sign_in: SignIn,
    ahead: int | None,
    label: str,
) -> None:
    approve_first_step(submitted, copy_editor)
    page = ArticlePage.objects.get(pk=submitted.pk).get_latest_revision_as_object()
    page.go_live_at = ahead and timezone.now() + timedelta(days=ahead)
    page.save_revision()
    approve, send_back = banner(sign_in(chief), page)
    hour = short(page.go_live_at) if ahead == 1 else ""
    assert (approve, send_back) == (label + hour, "Renvoyer à l’auteur")


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2026, 11, 30, 8, 0), "lundi 30 novembre à 8 h"),
        (datetime(2026, 12, 1, 18, 30), "mardi 1er décembre à 18 h 30"),
        (datetime(2027, 1, 4, 0, 5), "lundi 4 janvier 2027 à 0 h 05"),
    ],
)
def test_hour_on_a_button_is_short(moment: datetime, told: str) -> None:
    now = timezone.make_aware(datetime(2026, 11, 29, 22, 0))
    assert short(timezone.make_aware(moment), now) == told


def test_an_answer_to_autosave_goes_only_where_there_is_a_place_for_it(
    draft: ArticlePage, submitted: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[submitted.pk])
    for person, has_banner in ((writer, False), (copy_editor, True)):
        html = sign_in(person).get(url, {"_w_hydrate_create_view": "1"}).text
        assert ("#actujet-approval-label" in html) is has_banner


def test_a_new_article_begins_with_the_writers_byline_and_a_paragraph(
    section: ArticleIndexPage, writer: User, other_writer: User, sign_in: SignIn
) -> None:
    author = Author.objects.create(name="Awa Sidibé", user=writer)
    url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
    for person, names in ((writer, [author]), (other_writer, [])):
        form = sign_in(person).get(url).context["form"]
        assert [row.instance.author for row in form.formsets["bylines"].forms] == names
        assert [piece.block_type for piece in form["body"].value()] == ["paragraph"]


def test_a_byline_that_was_filled_in_is_saved_with_the_article(
    section: ArticleIndexPage, writer: User, sign_in: SignIn
) -> None:
    author = Author.objects.create(name="Awa Sidibé", user=writer)
    url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
    send(sign_in(writer), url, {"title": "Le pont ferme"})
    article = ArticlePage.objects.get(title="Le pont ferme").get_latest_revision_as_object()
    assert [line.author for line in article.bylines.all()] == [author]
    assert not article.body
