"""How many people stand behind a text is a setting, and holds for what waits already."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from accounts.models import User
from editorial.newsroom import NewsroomSettings, NewsroomSize
from editorial.versions.tokens import revision_token
from news.models import ArticlePage
from tests.editorial import steps
from tests.editorial.whole import whole_article
from tests.forms import send
from tests.made_once import made_once

SignIn = Callable[[User], Client]


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def fresh(page: Page) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def approve(page: Page, user: User, sign_in: SignIn) -> None:
    state = fresh(page).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    sign_in(user).post(f"{url}?seen={revision_token(fresh(page).latest_revision)}")


@pytest.fixture
@made_once
def submitted(draft: ArticlePage, writer: User) -> ArticlePage:
    steps.submit(draft, writer)
    return draft


def set_size(size: NewsroomSize) -> None:
    NewsroomSettings(size=size).save()


class TestDuo:
    def test_one_other_person_lets_a_text_go_out(
        self, submitted: ArticlePage, copy_editor: User, sign_in: SignIn
    ) -> None:
        """Also one that was submitted while two steps were asked for."""
        set_size(NewsroomSize.DUO)
        approve(submitted, copy_editor, sign_in)
        assert fresh(submitted).live
        assert fresh(submitted).current_workflow_state is None

    def test_nobody_lets_their_own_text_go_out(
        self, draft: ArticlePage, copy_editor: User, chief: User, sign_in: SignIn
    ) -> None:
        set_size(NewsroomSize.DUO)
        send(sign_in(copy_editor), edit_url(draft), {"title": "Le pont rouvre"}, "action-submit")
        approve(draft, copy_editor, sign_in)
        assert not fresh(draft).live
        steps.approve(draft, chief)
        assert fresh(draft).live

    def test_what_waits_at_the_first_step_is_the_others_to_see(
        self, submitted: ArticlePage, copy_editor: User, chief: User, sign_in: SignIn
    ) -> None:
        home = reverse("wagtailadmin_home")
        address = f"/{submitted.pk}/approve/"
        assert address not in sign_in(chief).get(home).content.decode()
        set_size(NewsroomSize.DUO)
        assert address in sign_in(chief).get(home).content.decode()


class TestAlone:
    @pytest.fixture(autouse=True)
    def _alone(self, db: None) -> None:
        set_size(NewsroomSize.SOLO)

    def test_who_writes_publishes_and_the_history_says_so(
        self, draft: ArticlePage, chief: User, sign_in: SignIn
    ) -> None:
        client = sign_in(chief)
        send(client, edit_url(draft), {"title": "Le pont rouvre"}, "action-submit")
        page = fresh(draft)
        assert (page.live, page.title) == (True, "Le pont rouvre")
        entry = PageLogEntry.objects.get(page=page.pk, action="editorial.published_alone")
        assert entry.user == chief

    def test_the_checks_still_ask(
        self, draft: ArticlePage, chief: User, sign_in: SignIn, gates_as_seeded: None
    ) -> None:
        send(sign_in(chief), edit_url(draft), button="action-submit")
        assert not fresh(draft).live
        whole = whole_article(draft.get_parent().specific, chief)
        send(sign_in(chief), edit_url(whole), button="action-submit")
        assert fresh(whole).live

    def test_who_reviews_nothing_still_submits(
        self, draft: ArticlePage, writer: User, sign_in: SignIn
    ) -> None:
        send(sign_in(writer), edit_url(draft), button="action-submit")
        assert not fresh(draft).live
        assert fresh(draft).current_workflow_task is not None


@pytest.fixture
@made_once
def settings_url(home_page: Page) -> str:
    NewsroomSettings().save()
    return reverse("wagtailsettings:edit", args=["editorial", "newsroomsettings", 1])


@pytest.mark.parametrize("who", ["writer", "copy_editor", "chief", "moderator", "admin"])
def test_only_administrators_change_it(
    who: str, settings_url: str, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(who))
    client.post(settings_url, {"size": "solo", "form_correction_limit": "40"})
    assert NewsroomSettings.objects.filter(size="solo").exists() == (who == "admin")


def test_a_size_that_is_none_is_refused(settings_url: str, admin: User, sign_in: SignIn) -> None:
    response = sign_in(admin).post(settings_url, {"size": "x", "form_correction_limit": "9999"})
    assert response.status_code == 200
    assert NewsroomSettings.objects.get().size == NewsroomSize.DESK
