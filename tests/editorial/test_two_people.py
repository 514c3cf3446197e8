"""Two people save the same page: the second is told, and nobody loses a word."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, Site, WorkflowState

from accounts.models import User
from home.models import FaqPage, HomePage, PolicyPage
from news.models import ArticleIndexPage, ArticlePage, Byline
from tests.editorial.conftest import member
from tests.editorial.steps import submit
from tests.factories import ArticleFactory, AuthorFactory, HomePageFactory, SectionFactory
from tests.forms import fields_of, fields_sent, send
from tests.made_once import made_once

SignIn = Callable[[User], Client]


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def latest(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object()


def save(page: Page, person: User, title: str) -> None:
    newest = latest(page)
    newest.title = title
    newest.save_revision(user=person)


@pytest.fixture
@made_once
def opened(draft: ArticlePage, writer: User, sign_in: SignIn) -> tuple[Client, dict[str, Any]]:
    """The writer's form as it was before the copy editor changed the title."""
    client = sign_in(writer)
    fields = fields_sent(client, edit_url(draft))
    return client, fields


@pytest.fixture
@made_once
def overtaken(
    opened: tuple[Client, dict[str, Any]], draft: ArticlePage, copy_editor: User
) -> tuple[Client, dict[str, Any]]:
    save(draft, copy_editor, "Titre de la relecture")
    return opened


TYPED = {"title": "Titre de la rédactrice", "standfirst": "Un mois de travaux."}


@pytest.fixture
@made_once
def refused(overtaken: tuple[Client, dict[str, Any]], draft: ArticlePage) -> str:
    """The page that answers the writer, who saves second."""
    client, fields = overtaken
    response = client.post(edit_url(draft), fields | TYPED)
    assert response.status_code == 409
    html: str = response.content.decode()
    return html


def test_the_second_to_save_is_told_who_saved_and_when(refused: str, draft: ArticlePage) -> None:
    told = BeautifulSoup(refused, "html.parser").select_one(".messages").get_text()
    assert "Moussa Dembélé" in told
    assert latest(draft).title == "Titre de la relecture"


def test_what_the_second_typed_is_still_in_the_form(refused: str) -> None:
    kept = fields_of(refused)
    assert {name: kept[name] for name in TYPED} == TYPED


def test_the_other_version_is_one_click_away(
    overtaken: tuple[Client, dict[str, Any]], refused: str
) -> None:
    client, _fields = overtaken
    links = BeautifulSoup(refused, "html.parser").select(".messages a")
    assert len(links) == 2
    pages = [client.get(link["href"]) for link in links]
    assert [page.status_code for page in pages] == [200, 200]
    assert "Titre de la relecture" in pages[0].content.decode()


def test_saving_again_puts_the_text_on_top_and_keeps_both(
    overtaken: tuple[Client, dict[str, Any]], refused: str, draft: ArticlePage
) -> None:
    client, _fields = overtaken
    assert client.post(edit_url(draft), fields_of(refused)).status_code == 302
    assert latest(draft).title == "Titre de la rédactrice"
    titles = [revision.content["title"] for revision in Revision.objects.for_instance(draft)]
    assert "Titre de la relecture" in titles


def test_autosave_does_not_overwrite_while_the_question_is_open(refused: str) -> None:
    form = BeautifulSoup(refused, "html.parser").select_one("form[data-edit-form]")
    assert "w-autosave" not in form["data-controller"]
    assert form["data-w-unsaved-force-value"] == "true"


def test_a_third_save_in_between_is_told_again(
    overtaken: tuple[Client, dict[str, Any]], refused: str, draft: ArticlePage, copy_editor: User
) -> None:
    client, _fields = overtaken
    save(draft, copy_editor, "Encore un titre")
    assert client.post(edit_url(draft), fields_of(refused)).status_code == 409


@pytest.mark.parametrize("button", ["action-submit", "action-publish", "action-restart-workflow"])
def test_a_submission_or_publication_from_an_old_form_is_refused(
    button: str, overtaken: tuple[Client, dict[str, Any]], draft: ArticlePage
) -> None:
    client, fields = overtaken
    assert client.post(edit_url(draft), fields | {button: "1"}).status_code == 409
    assert not WorkflowState.objects.for_instance(draft).exists()
    assert not Page.objects.get(pk=draft.pk).live


def test_an_approval_from_an_old_form_is_refused(
    draft: ArticlePage, writer: User, copy_editor: User, admin: User, sign_in: SignIn
) -> None:
    submit(draft, writer)
    client = sign_in(copy_editor)
    fields = fields_sent(client, edit_url(draft))
    save(draft, admin, "Titre de l’administrateur")
    approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    assert client.post(edit_url(draft), fields | approval).status_code == 409
    step = WorkflowState.objects.for_instance(draft).get().current_task_state.task.name
    assert step == "Secrétariat de rédaction"


def test_an_old_form_does_not_bring_back_an_older_version(
    overtaken: tuple[Client, dict[str, Any]], draft: ArticlePage, writer: User
) -> None:
    client, fields = overtaken
    first = Revision.objects.for_instance(draft).order_by("pk").first()
    url = reverse("wagtailadmin_pages:revisions_revert", args=[draft.pk, first.pk])
    assert client.post(url, fields).status_code == 409
    assert latest(draft).title == "Titre de la relecture"
    assert send(client, url).status_code == 302
    assert latest(draft).title == "Le pont ferme"


def test_an_autosave_from_an_old_form_is_refused_in_json(
    overtaken: tuple[Client, dict[str, Any]], draft: ArticlePage
) -> None:
    client, fields = overtaken
    response = client.post(edit_url(draft), fields, headers={"Accept": "application/json"})
    assert response.json()["error_code"] == "invalid_revision"


def test_ones_own_autosaves_are_no_conflict(
    opened: tuple[Client, dict[str, Any]], draft: ArticlePage
) -> None:
    client, fields = opened
    accept = {"Accept": "application/json"}
    for title in ("Un", "Un deux"):
        saved = client.post(edit_url(draft), fields | {"title": title}, headers=accept).json()
        fields |= saved["field_updates"] | {"overwrite_revision_id": str(saved["revision_id"])}
    # A save by hand, a while later: the browser sends the form's own fields and no others.
    del fields["overwrite_revision_id"]
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Revision.objects.update(created_at=an_hour_ago)
    fields["loaded_revision_created_at"] = an_hour_ago.isoformat()
    assert client.post(edit_url(draft), fields | {"title": "Deux"}).status_code == 302
    assert latest(draft).title == "Deux"


def test_another_window_of_ones_own_is_named_as_such(
    opened: tuple[Client, dict[str, Any]], draft: ArticlePage, writer: User, sign_in: SignIn
) -> None:
    client, fields = opened
    save(draft, writer, "Depuis le téléphone")
    Revision.objects.update(created_at=timezone.now() - timedelta(seconds=10))
    response = client.post(edit_url(draft), fields)
    assert response.status_code == 409
    told = BeautifulSoup(response.content, "html.parser").select_one(".messages").get_text()
    assert "Awa Sidibé" not in told


def test_a_save_pressed_while_the_autosave_is_under_way_is_no_conflict(
    opened: tuple[Client, dict[str, Any]], draft: ArticlePage
) -> None:
    client, fields = opened
    accept = {"accept": "application/json"}
    assert client.post(edit_url(draft), fields | {"title": "Un"}, headers=accept).json()
    assert client.post(edit_url(draft), fields | {"title": "Un deux"}).status_code == 302
    assert latest(draft).title == "Un deux"


def test_a_byline_that_the_other_removed_does_not_block_the_form(
    draft: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    author = AuthorFactory(name="Kadiatou Diallo")
    draft.bylines = [Byline(author=author), Byline(author=AuthorFactory())]
    draft.save()
    draft.save_revision(user=writer)
    client = sign_in(writer)
    fields = fields_sent(client, edit_url(draft))
    without = latest(draft)
    without.bylines = []
    without.save_revision(user=copy_editor)
    assert not latest(draft).bylines.exists()

    response = client.post(edit_url(draft), fields | {"title": "Avec ma signature"})
    assert response.status_code == 409
    again = client.post(edit_url(draft), fields_of(response.content.decode()))
    assert again.status_code == 302
    assert latest(draft).bylines.first().author == author


@pytest.mark.parametrize("page_class", [PolicyPage, FaqPage, ArticleIndexPage, HomePage])
def test_every_class_of_page_is_guarded(
    page_class: type[Page], home_page: HomePage, chief: User, admin: User, sign_in: SignIn
) -> None:
    if page_class is HomePage:
        page: Page = home_page
    else:
        page = home_page.add_child(instance=page_class(title="Service", slug="service"))
    page.save_revision(user=chief)
    client = sign_in(chief)
    fields = fields_sent(client, edit_url(page))
    save(page, admin, "Service public")
    assert client.post(edit_url(page), fields | {"title": "Services"}).status_code == 409
    assert latest(page).title == "Service public"


@pytest.mark.postgres
@pytest.mark.usefixtures("transactional_db")
def test_of_two_saves_at_the_same_moment_one_is_told(sign_in: SignIn) -> None:
    home = HomePageFactory()
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    article = ArticleFactory(parent=SectionFactory(parent=home), live=False)
    people = [member("Copy editors", username=f"relecteur{n}") for n in range(4)]
    article.save_revision(user=people[0])
    forms = []
    for person in people:
        client = sign_in(person)
        fields = fields_sent(client, edit_url(article))
        forms.append((client, fields | {"title": f"Titre de {person.username}"}))
    start = threading.Barrier(len(forms))
    answers: list[int] = []

    def save(client: Client, fields: dict[str, Any]) -> None:
        start.wait()
        answers.append(client.post(edit_url(article), fields).status_code)
        connection.close()

    threads = [threading.Thread(target=save, args=form) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(answers) == [302, 409, 409, 409]
    assert Revision.objects.for_instance(article).count() == 2


def test_the_answer_to_an_autosave_stays_json(
    opened: tuple[Client, dict[str, Any]], draft: ArticlePage
) -> None:
    client, fields = opened
    response = client.post(edit_url(draft), fields, headers={"Accept": "application/json"})
    assert json.loads(response.content)["success"] is True
