"""The line that says whether readers get the version that was published."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Route, expect
from wagtail.models import PageViewRestriction

from accounts.models import User
from editorial.versions.tokens import revision_token
from news.models import ArticlePage
from tests.editorial.steps import approve, submit
from tests.made_once import made_once
from tests.windows import Window, watched

SignIn = Callable[[User], Client]
# The host of the site that readers see.
HERE = {"host": "localhost"}
LINE = 'data-controller="actujet-seen"'


@pytest.fixture
@made_once
def published(draft: ArticlePage, writer: User, copy_editor: User, chief: User) -> ArticlePage:
    submit(draft, writer)
    approve(draft, copy_editor)
    approve(draft, chief)
    return ArticlePage.objects.get(pk=draft.pk)


def editor_of(page: ArticlePage, client: Client) -> str:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.get(url, headers=HERE).content.decode()


def version_of(text: str) -> str:
    found = re.search(r'<body\b[^>]*\sdata-version="(\d+)"', text)
    return found[1] if found else ""


@pytest.mark.django_db
def test_the_public_page_carries_the_number_of_its_published_version(
    published: ArticlePage, writer: User, reader: Client
) -> None:
    published.title = "Un brouillon"
    published.save_revision(user=writer)
    assert version_of(reader.get(published.url).content.decode()) == str(published.live_revision_id)


@pytest.mark.django_db
def test_the_editor_of_a_live_page_compares_with_its_published_version(
    published: ArticlePage, writer: User, chief: User, sign_in: SignIn
) -> None:
    address = published.url
    published.slug = "une-adresse-a-venir"
    published.save_revision(user=writer)
    text = editor_of(published, sign_in(chief))
    assert text.count(LINE) == 1
    assert f'data-actujet-seen-version-value="{published.live_revision_id}"' in text
    assert f'data-actujet-seen-address-value="{address}"' in text


@pytest.mark.django_db
def test_nothing_is_asked_for_a_page_that_no_reader_gets(
    published: ArticlePage, chief: User, sign_in: SignIn
) -> None:
    client = sign_in(chief)
    restriction = PageViewRestriction.objects.create(
        page=published, restriction_type=PageViewRestriction.PASSWORD, password="secret"
    )
    assert LINE not in editor_of(published, client)
    restriction.delete()
    published.unpublish()
    assert LINE not in editor_of(published, client)


@pytest.mark.django_db
def test_nothing_is_asked_where_the_desk_has_another_host_than_the_readers(
    published: ArticlePage, chief: User, sign_in: SignIn, settings
) -> None:
    settings.ALLOWED_HOSTS = ["redaction.example"]
    url = reverse("wagtailadmin_pages:edit", args=[published.pk])
    answer = sign_in(chief).get(url, headers={"host": "redaction.example"})
    assert answer.status_code == 200 and LINE not in answer.content.decode()


@pytest.mark.django_db
def test_the_message_on_a_publication_has_the_line_and_that_on_a_step_has_not(
    draft: ArticlePage, writer: User, copy_editor: User, chief: User, sign_in: SignIn
) -> None:
    submit(draft, writer)
    for person, expected in ((copy_editor, 0), (chief, 1)):
        client = sign_in(person)
        state = ArticlePage.objects.get(pk=draft.pk).current_workflow_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", state.pk])
        seen = revision_token(draft.latest_revision)
        client.post(f"{url}?seen={seen}", {"comment": ""}, headers=HERE)
        told = client.get(reverse("wagtailadmin_home"), headers=HERE).content.decode()
        assert told.count(LINE) == expected


@pytest.mark.browser
def test_the_line_says_when_readers_were_seen_to_get_it_and_asks_as_one_of_them(
    published: ArticlePage, chief: User, window: Window
) -> None:
    asked: list[dict[str, str]] = []
    is_old = True

    def answer(route: Route) -> None:
        asked.append(route.request.all_headers())
        if is_old:
            route.fulfill(body='<body data-version="0">', content_type="text/html")
        else:
            route.continue_()

    window.sign_in(chief)
    tab = window.new_page(360, 740)
    # The seconds between two tries pass at once.
    tab.add_init_script("const at = setTimeout; setTimeout = (act, wait) => at(act, wait / 100);")
    tab.route(re.compile(f"/{published.slug}/$"), answer)
    tab.goto(reverse("wagtailadmin_pages:edit", args=[published.pk]))
    watched(tab)
    line = tab.locator(".actujet-seen__line")
    assert asked == []
    tab.locator("[data-side-panel-toggle=status]").click()
    again = tab.get_by_role("button", name="Vérifier à nouveau")
    expect(again).to_be_visible()
    expect(line).to_have_text("Pas encore vu par les lecteurs")
    expect(tab.locator(".actujet-seen__help")).to_contain_text("vider ce cache")
    assert len(asked) == 6
    is_old = False
    again.click()
    expect(line).to_have_text(re.compile(r"^Vu par les lecteurs à \d\d:\d\d:\d\d$"))
    assert len(asked) == 7 and "cookie" not in asked[-1]
    expect(again).to_be_hidden()
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
