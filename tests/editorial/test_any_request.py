"""Nothing that a request may say is answered with 500; TEST_SCALE=full walks every address."""

import json
import logging
import re
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from wagtail.models import Task

from tests.editorial.broken_bodies import BODIES, junk_headers, with_files
from tests.editorial.doors import doors
from tests.editorial.junk import (
    Asker,
    broken,
    forms_at,
    junk_pairs,
    names_posted,
    names_read,
)
from tests.editorial.one_of_each import STATES, one_of_each
from tests.factories import ArticleFactory, AuthorFactory
from tests.forms import PAGE_FORM, fields_of, problems, read_form
from tests.made_once import made_once
from tests.scale import scaled

pytestmark = pytest.mark.django_db
TEXT = "<p>Le fleuve monte.</p>"
ENDS_SESSIONS = re.compile("/admin/(logout|account/sessions)/")
# The one way out of the walk, and two pages whose work it is to fail.
LEADS_OUT = re.compile("/admin/(logout|failwhale|test404)/")
HERE = Random(20261130)  # noqa: S311


@pytest.fixture
@made_once
def newsroom(section, home_page, writer, chief):
    """One of everything that an address may name."""
    one_of_each(home_page, section, writer, chief)


@pytest.fixture(autouse=True)
def _quiet():
    """Thousands of requests are not logged one by one."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def asker(client, admin) -> Asker:
    return Asker(client, admin)


def some(found: list[str], usual: int) -> list[str]:
    return HERE.sample(found, min(len(found), scaled(usual, len(found))))


def addresses() -> tuple[list[str], list[str]]:
    """Those of the admin, and the public ones; of a list, one that is searched and one that is not.

    A page is opened in each of its states at the full scale.
    """
    every = doors(scaled_states())
    found = [at for door in every for at in door.addresses if not LEADS_OUT.match(at)]
    admin = [at for at in found if at.startswith("/admin/")]
    return admin, sorted({*found} - {*admin} | {"/", "/politique/"})


def scaled_states() -> tuple[int, ...]:
    return STATES if scaled(0, 1) else STATES[:3]


@pytest.mark.postgres
def test_any_query_of_any_admin_address_is_answered(newsroom, asker):
    for address in some(addresses()[0], 50):
        names = names_read(asker, address)
        for _request in range(scaled(2, len(names))):
            asker.get(address, junk_pairs(HERE, names, most=3))
    assert not asker.failures


def test_any_form_sent_to_any_admin_address_is_answered(newsroom, asker):
    for address in some(addresses()[0], 40):
        if not ENDS_SESSIONS.match(address):
            names = names_posted(asker, address)
            for _request in range(scaled(1, 2 * len(names)) if names else 0):
                asker.post(address, junk_pairs(HERE, names, most=3))
            send_bodies(asker, address)
        for action, pairs in forms_at(asker, address):
            for _request in range(scaled(1, 2 * len(pairs))):
                if action.startswith("/admin/") and not ENDS_SESSIONS.match(action):
                    asker.post(action, broken(HERE, pairs))
                    send_files(asker, action, pairs)
    assert not asker.failures
    assert asker.signed_out < asker.count / 20  # or the walk has seen the sign-in page, mostly


# As the tests above: the newsroom is made once for all of them.
@pytest.mark.usefixtures("admin")
def test_any_query_and_form_of_any_public_address_is_answered(newsroom, reader):
    asker = Asker(reader)
    for address in some(addresses()[1], 30):
        names = names_read(asker, address)
        for _request in range(scaled(2, 10 * len(names))):
            asker.get(address, junk_pairs(HERE, names, most=3))
            asker.post(address, junk_pairs(HERE, names, most=3))
        for action, pairs in forms_at(asker, address):
            for _request in range(scaled(1, 5 * len(pairs))):
                asker.post(action, broken(HERE, pairs))
        send_bodies(asker, address)
    assert not asker.failures


def test_any_header_is_answered(newsroom, asker, reader):
    admin, public = addresses()
    visitor = Asker(reader)
    for _request in range(scaled(60, 20_000)):
        HERE.choice((asker, visitor)).ask(
            HERE.choice(("GET", "GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "X")),
            HERE.choice(HERE.choice((admin, public))),
            **junk_headers(HERE),
        )
    assert not asker.failures | visitor.failures


def send_bodies(asker: Asker, address: str) -> None:
    """What no form is: JSON that says nothing, text, half a file."""
    for kind, body in HERE.sample(BODIES, scaled(2, len(BODIES))):
        asker.ask("POST", address, body, kind)


def send_files(asker: Asker, address: str, pairs: list[tuple[str, str]]) -> None:
    """The form with files that are none, in its own fields for files or in any other."""
    kind, body = with_files(HERE, pairs)
    asker.ask("POST", address, body, kind)


@pytest.mark.parametrize("typed", ["-", ".", "*", '"', " ", "’", "²"])
@pytest.mark.parametrize("listing", ["author", "tag"])
def test_search_without_a_word_finds_nothing(sign_in, admin, listing, typed):
    AuthorFactory()
    page = sign_in(admin).get(f"/admin/snippets/news/{listing}/", {"q": typed})
    assert page.status_code == 200


@pytest.mark.parametrize("query", ["foo=1", "handled__exact=x", "id=en", "items=1"])
def test_filter_that_a_list_has_not_is_refused(sign_in, admin, query):
    assert sign_in(admin).get(f"/admin/messages/?{query}").status_code == 400


@pytest.mark.parametrize(
    ("address", "sent", "status"),
    [
        ("/admin/snippets/choose/news/tag/create/", {}, 404),
        ("/admin/redirects/import/process/", {}, 400),
        ("/admin/redirects/import/process/", {"import_file_name": "a:b", "input_format": "0"}, 400),
    ],
)
def test_form_that_no_page_has_sent_is_refused(sign_in, admin, address, sent, status):
    assert sign_in(admin).post(address, sent).status_code == status


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("next_url", ["title", "-title", "9999-12-31T23:59:59", "1"])
def test_word_that_is_no_address_is_refused_as_the_way_back(
    sign_in, admin, article, method, next_url
):
    """Before anything is done: Django would look for a view of that name afterwards."""
    address = reverse("wagtailadmin_pages:delete", args=[article.pk])
    answer = getattr(sign_in(admin), method)(address, {"next": next_url})
    assert answer.status_code == 400
    assert type(article).objects.filter(pk=article.pk).exists()


def test_copy_into_a_page_that_is_not_there_is_refused(sign_in, admin, article):
    address = reverse("wagtailadmin_pages:copy", args=[article.pk])
    assert sign_in(admin).post(address, {"new_parent_page": "424242"}).status_code == 404


def test_json_that_is_nested_too_deep_is_refused(sign_in, admin, article):
    address = f"/admin/api/main/pages/{article.pk}/action/copy/"
    answer = sign_in(admin).generic("POST", address, b"[" * 100_000, "application/json")
    assert answer.status_code == 400


def test_form_in_another_encoding_is_refused(client):
    kind = "application/x-www-form-urlencoded; charset=utf-16"
    assert client.generic("POST", "/admin/login/", b"a=1", kind).status_code == 400


@pytest.mark.postgres
def test_number_that_no_column_holds_is_no_failure(sign_in, admin):
    """SQLite's driver refuses it; PostgreSQL knows no such group, as the form then says."""
    address = f"/admin/workflows/tasks/edit/{Task.objects.order_by('pk')[0].pk}/"
    answer = sign_in(admin).post(address, {"name": "Relecture", "groups": "9" * 400})
    assert answer.status_code == (400 if connection.vendor == "sqlite" else 200)


@pytest.mark.parametrize("next_url", ["x\ny", "/admin/\r\nSet-Cookie: a=b"])
def test_line_break_on_its_way_into_a_header_is_refused(client, admin, next_url):
    login = reverse("wagtailadmin_login")
    admin.set_password("secret")
    admin.save()
    sent = {"username": admin.username, "password": "secret", "next": next_url}
    response = client.post(login, sent)
    assert response.status_code in (302, 400)
    assert "Set-Cookie: a" not in str(response.headers)
    assert client.get(login, {"next": next_url}).status_code in (302, 400)


def edit_address(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def stored_body(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object().body


@pytest.fixture
@made_once
def article(section, writer):
    page = ArticleFactory(parent=section, owner=writer, live=False, first_published_at=None)
    page.body = [("paragraph", TEXT)]
    page.save_revision(user=writer)
    return page


def test_form_without_the_body_is_refused_and_the_body_kept(sign_in, writer, article):
    client = sign_in(writer)
    whole = read_form(client, edit_address(article), PAGE_FORM)
    sent = {name: value for name, value in whole.items() if not name.startswith("body-")}
    response = client.post(edit_address(article), sent | {"title": "Le pont rouvre"})
    assert response.status_code == 200
    assert stored_body(article)[0].value.source == TEXT
    assert "Le fleuve monte." in response.content.decode()
    assert "Le pont rouvre" in response.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        "<p>Du HTML</p>",
        "[]",
        "{}",
        '{"blocks": [{}], "entityMap": {}}',
        '{"blocks": [{"text": "a", "type": "unstyled", "depth": 99999999}], "entityMap": {}}',
    ],
)
def test_what_is_no_text_of_the_editor_comes_back_as_it_was_sent(sign_in, writer, article, sent):
    client = sign_in(writer)
    whole = read_form(client, edit_address(article), PAGE_FORM)
    response = client.post(edit_address(article), whole | {"body-0-value": sent})
    assert response.status_code == 200
    assert stored_body(article)[0].value.source == TEXT
    shown = fields_of(response.content.decode(), PAGE_FORM)["body-0-value"]
    assert json.loads(shown)["blocks"][0]["text"] == sent


def test_link_that_names_no_page_is_stored_as_a_link_to_none(sign_in, writer, article):
    state = {
        "blocks": [
            {
                "key": "a",
                "text": "un lien",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [{"key": 0, "offset": 0, "length": 7}],
            }
        ],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"id": "abc"}}},
    }
    client = sign_in(writer)
    whole = read_form(client, edit_address(article), PAGE_FORM)
    response = client.post(edit_address(article), whole | {"body-0-value": json.dumps(state)})
    assert response.status_code == 302, problems(response)
    source = stored_body(article)[0].value.source
    assert "abc" not in source
    assert 'linktype="page"' in source and "un lien" in source
    assert client.get(edit_address(article)).status_code == 200


@pytest.mark.parametrize("key", ["-", "abc", "9" * 30, "424242"])
def test_picture_that_is_none_is_an_error_of_its_field(sign_in, writer, article, key):
    client = sign_in(writer)
    whole = read_form(client, edit_address(article), PAGE_FORM)
    response = client.post(edit_address(article), whole | {"lead_image": key})
    assert response.status_code == 200
    assert "Le fleuve monte." in response.content.decode()
