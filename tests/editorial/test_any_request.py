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
from tests.forms import PAGE_FORM, fields_of, fields_sent, problems
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
    for address in some(addresses()[0], 25):
        names = names_read(asker, address)
        for _request in range(scaled(2, len(names))):
            asker.get(address, junk_pairs(HERE, names, most=3))
    assert not asker.failures


def test_any_form_sent_to_any_admin_address_is_answered(newsroom, asker):
    for address in some(addresses()[0], 20):
        if not ENDS_SESSIONS.match(address):
            names = names_posted(asker, address)
            for _request in range(scaled(1, 2 * len(names)) if names else 0):
                asker.post(address, junk_pairs(HERE, names, most=3))
            send_bodies(asker, address)
        forms = [form for form in forms_at(asker, address) if is_sent(form[0])]
        forms.sort(key=lambda form: len(form[1]), reverse=True)  # the page's own before its search
        for action, pairs in forms[: scaled(1, len(forms))]:
            for _request in range(scaled(1, 2 * len(pairs))):
                asker.post(action, broken(HERE, pairs))
                send_files(asker, action, pairs)
    assert not asker.failures
    assert asker.signed_out < asker.count / 20  # or the walk has seen the sign-in page, mostly


def is_sent(action: str) -> bool:
    return action.startswith("/admin/") and not ENDS_SESSIONS.match(action)


# As the tests above: the newsroom is made once for all of them.
@pytest.mark.usefixtures("admin")
def test_any_query_and_form_of_any_public_address_is_answered(newsroom, reader):
    asker = Asker(reader)
    for address in some(addresses()[1], 15):
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
    for _request in range(scaled(40, 20_000)):
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


def test_search_without_a_word_finds_nothing(sign_in, admin):
    AuthorFactory()
    client = sign_in(admin)
    statuses = {
        (listing, typed): client.get(f"/admin/snippets/news/{listing}/", {"q": typed}).status_code
        for listing in ("author", "tag")
        for typed in '-.*" ’²'
    }
    assert statuses == dict.fromkeys(statuses, 200)


def test_filter_that_a_list_has_not_is_refused(sign_in, admin):
    client = sign_in(admin)
    queries = ("foo=1", "handled__exact=x", "id=en", "items=1")
    statuses = {query: client.get(f"/admin/messages/?{query}").status_code for query in queries}
    assert statuses == dict.fromkeys(queries, 400)


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


def test_word_that_is_no_address_is_refused_as_the_way_back(sign_in, admin, article):
    """Before anything is done: Django would look for a view of that name afterwards."""
    address, client = reverse("wagtailadmin_pages:delete", args=[article.pk]), sign_in(admin)
    statuses = {
        (method, word): getattr(client, method)(address, {"next": word}).status_code
        for method in ("get", "post")
        for word in ("title", "-title", "9999-12-31T23:59:59", "1")
    }
    assert statuses == dict.fromkeys(statuses, 400)
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
    whole = fields_sent(client, edit_address(article))
    sent = {name: value for name, value in whole.items() if not name.startswith("body-")}
    response = client.post(edit_address(article), sent | {"title": "Le pont rouvre"})
    assert response.status_code == 200
    assert stored_body(article)[0].value.source == TEXT
    assert "Le fleuve monte." in response.content.decode()
    assert "Le pont rouvre" in response.content.decode()


def test_what_is_no_text_of_the_editor_comes_back_as_it_was_sent(sign_in, writer, article):
    block = '{"text": "a", "type": "unstyled", "depth": 99999999}'
    sent = [
        "<p>Du HTML</p>",
        "[]",
        "{}",
        '{"blocks": [{}], "entityMap": {}}',
        f'{{"blocks": [{block}], "entityMap": {{}}}}',
    ]
    article.body = [("paragraph", TEXT)] * len(sent)
    article.save_revision(user=writer)
    client = sign_in(writer)
    typed = {f"body-{place}-value": text for place, text in enumerate(sent)}
    response = client.post(
        edit_address(article), fields_sent(client, edit_address(article)) | typed
    )
    assert response.status_code == 200
    assert [block.value.source for block in stored_body(article)] == [TEXT] * len(sent)
    fields = fields_of(response.content.decode(), PAGE_FORM)
    shown = [json.loads(fields[name])["blocks"][0]["text"] for name in typed]
    assert shown == sent


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
    whole = fields_sent(client, edit_address(article))
    response = client.post(edit_address(article), whole | {"body-0-value": json.dumps(state)})
    assert response.status_code == 302, problems(response)
    source = stored_body(article)[0].value.source
    assert "abc" not in source
    assert 'linktype="page"' in source and "un lien" in source
    assert client.get(edit_address(article)).status_code == 200


def test_picture_that_is_none_is_an_error_of_its_field(sign_in, writer, article):
    client = sign_in(writer)
    whole = fields_sent(client, edit_address(article))
    answers = {}
    for key in ("-", "abc", "9" * 30, "424242"):
        response = client.post(edit_address(article), whole | {"lead_image": key})
        answers[key] = (response.status_code, "Le fleuve monte." in response.content.decode())
    assert answers == dict.fromkeys(answers, (200, True))
