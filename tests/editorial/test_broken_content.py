"""Whatever is stored of a text, readers and writers get a page of it, and writers a word on it."""

import json
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.models import Revision

from home.models import ContactPage, FaqPage
from news.block_repair import UNREADABLE
from news.models import Byline, MachineSettings
from news.rich_text_area import RichTextArea
from tests.editorial.breaking import RICH, broken_content
from tests.editorial.junk import Asker, forms_at
from tests.editorial.made_up import MadeUp
from tests.factories import ArticleFactory, AuthorFactory
from tests.made_once import made_once
from tests.scale import scaled

pytestmark = pytest.mark.django_db
MARK = "Bozola"
CHANGES = 10  # in each text, in as many of its pieces
few = settings(
    max_examples=scaled(3, 1_500),
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
DESK = (
    "wagtailadmin_pages:history",
    "wagtailadmin_pages:usage",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:delete",
    "wagtailadmin_pages:unpublish",
    "wagtailadmin_pages:workflow_history",
)


def store(page: Any, values: dict[str, Any]) -> None:
    """Put values into the row of a page and into its last version, past everything that checks."""
    table = page._meta.db_table
    for name, value in values.items():
        column = page._meta.get_field(name).column
        stored = value if isinstance(value, str) and name != "body" else json.dumps(value)
        with connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{table}" SET "{column}" = %s WHERE "{page._meta.pk.column}" = %s',  # noqa: S608
                [stored, page.pk],
            )
        if revision := getattr(page, "latest_revision", None):
            revision.refresh_from_db()
            content = revision.content | {name: stored}
            Revision.objects.filter(pk=revision.pk).update(content=content)


@pytest.fixture
@made_once
def made(section, home_page, writer) -> MadeUp:
    site = MachineSettings.for_site(home_page.get_site())
    site.feeds_in_full = True
    site.save()
    return MadeUp(7, home_page, section, writer)


@pytest.fixture
def asker(sign_in, admin) -> Asker:
    return Asker(sign_in(admin))


def published(page: Any) -> Any:
    page.save_revision().publish()
    page.save_revision()
    return type(page).objects.get(pk=page.pk)


def ask_everywhere(asker: Asker, random: Random, page: Any) -> None:
    """What shows a page, and the form sent as it came; of the places that list it, a sample."""
    revision = page.latest_revision_id
    first = page.revisions.order_by("pk").first().pk
    always = [page.url, "/flux/", reverse("wagtailadmin_pages:view_draft", args=[page.pk])]
    others = [page.get_parent().url, "/", f"/recherche/?q={MARK}", "/sitemap.xml", "/corrections/"]
    others += ["/admin/", "/admin/articles/", "/admin/schedule/"]
    others += [reverse(name, args=[page.pk]) for name in DESK]
    others += [
        reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", revision]),
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first, "latest"]),
        reverse("wagtailadmin_pages:revisions_view", args=[page.pk, revision]),
        reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision]),
        f"/admin/pages/{page.pk}/changed-since/{first}/",
        f"/admin/pages/{page.pk}/review-changes/",
        f"/admin/pages/{page.pk}/correct/",
        f"/admin/pages/{page.pk}/emergency/",
    ]
    for address in [*always, *random.sample(others, scaled(3, len(others)))]:
        asker.ask("GET", address)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    forms = [pairs for _at, pairs in forms_at(asker, edit) if "title" in dict(pairs)]
    assert forms, "no form to write in"
    asker.post(edit, forms[0])


@few
@given(seed=st.integers(0, 2**32))
def test_any_stored_body_is_shown_to_readers_and_at_the_desk(made, asker, seed):
    random = Random(seed)  # noqa: S311
    page = published(made.article() if random.random() < 0.7 else made.policy())
    body = broken_content(random, list(page.body.raw_data), CHANGES)
    stored = json.dumps(body).replace("\\ud800", "") if connection.vendor != "sqlite" else None
    store(page, {"body": json.loads(stored) if stored else body})
    ask_everywhere(asker, random, type(page).objects.get(pk=page.pk))
    assert not asker.failures, (seed, body)


@pytest.mark.parametrize("html", RICH)
def test_any_rich_text_opens_in_its_editor(html):
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    from news.html_repair import repair_html

    converter = ContentstateConverter(["bold", "italic", "link", "ol", "ul", "document-link"])
    converter.from_database_format(repair_html(html))
    assert repair_html(repair_html(html)) == repair_html(html)


@pytest.mark.parametrize("sent", ["null", ""])
def test_an_empty_text_is_what_its_editor_says_it_is(sent):
    assert RichTextArea().value_from_datadict({"text": sent}, {}, "text") == ""


def test_rich_text_fields_of_any_content_are_shown(made, asker, home_page, section):
    topic = published(made.topic())
    contact = ContactPage(title="Écrire", introduction="<p>x</p>")
    for page in (contact, FaqPage(title="Questions")):
        home_page.add_child(instance=page)
        page.save_revision().publish()
    author = AuthorFactory(biography="<p>x</p>")
    ArticleFactory(parent=section, authors=[author])
    random = Random(7)  # noqa: S311
    storable = [html for html in RICH if "\ud800" not in html]
    for html in ["".join(storable), *storable[: scaled(0, len(storable))]]:
        store(topic, {"introduction": html})
        store(contact, {"introduction": html})
        store(author, {"biography": html})
        ask_everywhere(asker, random, topic)
        ask_everywhere(asker, random, type(contact).objects.get(pk=contact.pk))
        for address in (
            author.get_absolute_url(),
            f"/admin/snippets/news/author/edit/{author.pk}/",
        ):
            assert asker.ask("GET", address) == 200
    assert not asker.failures


def test_piece_that_cannot_be_read_is_told_kept_and_shown_to_writers_only(
    sign_in, writer, section, reader
):
    page = ArticleFactory(parent=section, owner=writer, body=[("paragraph", "<p>Le pont.</p>")])
    page = published(page)
    lost = {"type": "carte", "value": {"lieu": "Bozola"}}
    store(page, {"body": [*page.body.raw_data, lost]})
    client, edit = sign_in(writer), reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Bozola" not in reader.get(page.url).content.decode()
    form = client.get(edit).content.decode()
    assert "Bozola" in form
    assert "n’a pas pu être lu" in form or "could not be read" in form
    forms = [dict(pairs) for _at, pairs in forms_at(Asker(client), edit)]
    pairs = next(form for form in forms if "title" in form)
    assert client.post(edit, pairs).status_code in (200, 302)
    kept = type(page).objects.get(pk=page.pk).get_latest_revision_as_object().body
    assert [piece.block_type for piece in kept] == ["paragraph", UNREADABLE]
    assert json.loads(kept[1].value) == lost


def test_version_that_names_a_deleted_author_opens_without_that_byline(sign_in, writer, section):
    page = ArticleFactory(parent=section, owner=writer, live=False, first_published_at=None)
    author = AuthorFactory()
    page.bylines.create(author=author)
    page.save_revision(user=writer)
    Byline.objects.filter(article=page).delete()
    author.delete()
    version = page.get_latest_revision().as_object()
    assert list(version.bylines.all()) == []
    assert version.unread_parts
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert sign_in(writer).get(edit).status_code == 200
