"""Autosave keeps what it can, and names what it cannot."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from news.models import ArticleIndexPage, ArticlePage, TopicPage
from tests.factories import AuthorFactory
from tests.forms import fields_to_send
from tests.made_once import made_once

SignIn = Callable[[User], Client]
LONG = "Le fleuve monte " * 20


def autosave(client: Client, url: str, **typed: Any) -> dict[str, Any]:
    """What Wagtail's script sends while somebody writes, and the answer it gets."""
    fields = fields_to_send(client, url) | typed
    answer = client.post(url, fields, headers={"accept": "application/json"})
    assert answer.status_code == 200, answer.content
    return answer.json()


def latest(page_id: int) -> Any:
    return ArticlePage.objects.get(pk=page_id).get_latest_revision_as_object()


@pytest.fixture
@made_once
def url(draft: ArticlePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[draft.pk])


@pytest.fixture
@made_once
def new(section: ArticleIndexPage) -> str:
    return reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])


@pytest.fixture
@made_once
def desk(writer: User, sign_in: SignIn) -> Client:
    return sign_in(writer)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("title", LONG), ("title", ""), ("kicker", LONG), ("go_live_at", "lundi ?")],
)
def test_a_wrong_field_keeps_its_stored_value_and_the_rest_is_saved(
    draft: ArticlePage, desk: Client, url: str, field: str, wrong: str
) -> None:
    told = autosave(desk, url, **{field: wrong, "standfirst": "Dès lundi."})
    assert [item["field_id"] for item in told["unsaved"]] == [f"id_{field}"]
    assert all(item["label"] and item["reason"] for item in told["unsaved"])
    assert latest(draft.pk).standfirst == "Dès lundi."
    assert getattr(latest(draft.pk), field) == getattr(draft, field)


def test_nothing_is_named_where_all_is_saved(desk: Client, url: str) -> None:
    assert not autosave(desk, url, standfirst="Dès lundi.").get("unsaved")


@pytest.mark.parametrize(
    ("typed", "title"), [("", "Sans titre"), (LONG, LONG.strip()[:255]), ("Le pont", "Le pont")]
)
def test_a_text_without_a_good_title_is_stored_from_its_first_words(
    desk: Client, new: str, typed: str, title: str
) -> None:
    told = autosave(desk, new, title=typed, standfirst="Dès lundi.")
    stored = latest(told["pk"])
    assert (stored.title, stored.standfirst) == (title, "Dès lundi.")


def rows(*typed: dict[str, str], stored: int = 0) -> dict[str, str]:
    fields = {"bylines-TOTAL_FORMS": str(len(typed)), "bylines-INITIAL_FORMS": str(stored)}
    for number, row in enumerate(typed):
        begin = {"id": "", "ORDER": str(number + 1), "DELETE": "", "author": "", "role": ""}
        fields |= {f"bylines-{number}-{name}": value for name, value in (begin | row).items()}
    return fields


def test_an_empty_byline_is_no_byline(draft: ArticlePage, desk: Client, url: str) -> None:
    author = AuthorFactory()
    told = autosave(desk, url, **rows({}, {"author": str(author.pk)}))
    assert not told.get("unsaved")
    assert [line.author for line in latest(draft.pk).bylines.all()] == [author]


def test_an_empty_byline_does_not_stop_a_save_by_hand(
    draft: ArticlePage, desk: Client, url: str
) -> None:
    response = desk.post(url, fields_to_send(desk, url) | rows({}) | {"standfirst": "Dès lundi."})
    assert response.status_code == 302
    assert latest(draft.pk).standfirst == "Dès lundi."


def test_a_byline_without_its_name_waits_and_is_saved_once_it_has_one(
    draft: ArticlePage, desk: Client, url: str
) -> None:
    first, second = AuthorFactory(), AuthorFactory()
    fields = fields_to_send(desk, url) | rows({"role": "photos"}, {"author": str(first.pk)})
    json = {"accept": "application/json"}
    told = desk.post(url, fields, headers=json).json()
    assert [item["field_id"] for item in told["unsaved"]] == ["id_bylines-0-author"]
    assert [line.author for line in latest(draft.pk).bylines.all()] == [first]
    # The form that stays open is told the new numbers, and the row is completed.
    fields |= told["field_updates"] | {"bylines-0-author": str(second.pk)}
    told = desk.post(url, fields, headers=json).json()
    assert not told.get("unsaved")
    signed = {line.author: line.role for line in latest(draft.pk).bylines.all()}
    assert signed == {first: "", second: "photos"}


def test_a_stored_byline_whose_name_is_taken_out_keeps_it_until_there_is_another(
    draft: ArticlePage, desk: Client, url: str
) -> None:
    author = AuthorFactory()
    draft.bylines.create(author=author)
    draft.save()
    draft.save_revision()
    stored = str(draft.bylines.get().pk)
    told = autosave(desk, url, **rows({"id": stored, "role": "textes"}, stored=1))
    assert told["unsaved"]
    line = latest(draft.pk).bylines.get()
    assert (line.author, line.role) == (author, "textes")


def test_blocks_are_kept_as_typed_with_their_mistakes(
    draft: ArticlePage, desk: Client, url: str
) -> None:
    stream = {
        "body-count": "2",
        "body-0-type": "heading",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-id": "",
        "body-0-value-text": LONG,
        "body-0-value-level": "2",
        "body-1-type": "embed",
        "body-1-order": "1",
        "body-1-deleted": "",
        "body-1-id": "",
        "body-1-value-url": "pas une adresse",
        "body-1-value-title": "Une vidéo",
        "body-1-value-caption": "",
    }
    told = autosave(desk, url, **stream)
    assert [item["field_id"] for item in told["unsaved"]] == ["body-section"]
    heading, embed = latest(draft.pk).body
    assert heading.value["text"].strip() == LONG.strip()
    assert embed.value["title"] == "Une vidéo"
    assert desk.get(url).status_code == 200
    preview = reverse("wagtailadmin_pages:view_draft", args=[draft.pk])
    assert desk.get(preview).status_code == 200


def test_a_dossier_is_kept_beside_an_empty_row(
    section: ArticleIndexPage, chief: User, sign_in: SignIn
) -> None:
    desk = sign_in(chief)
    topic = section.add_child(instance=TopicPage(title="La crue", slug="crue", live=False))
    topic.save_revision()
    url = reverse("wagtailadmin_pages:edit", args=[topic.pk])
    fields = fields_to_send(desk, url) | {
        "picks-TOTAL_FORMS": "1",
        "picks-0-id": "",
        "picks-0-ORDER": "1",
        "picks-0-DELETE": "",
        "picks-0-article": "",
        "standfirst": "Une série.",
    }
    told = desk.post(url, fields, headers={"accept": "application/json"}).json()
    assert told["success"] and not told.get("unsaved")
    stored = TopicPage.objects.get(pk=topic.pk).get_latest_revision_as_object()
    assert stored.standfirst == "Une série."


def test_what_is_wrong_is_still_refused_when_it_is_submitted(
    draft: ArticlePage, desk: Client, url: str
) -> None:
    fields = fields_to_send(desk, url) | {"title": LONG, "action-submit": "1"}
    response = desk.post(url, fields)
    assert response.status_code == 200
    assert "255" in response.text
    assert ArticlePage.objects.get(pk=draft.pk).current_workflow_state is None
