"""What counts as a change of a text: all that readers get, and nothing that saving alone does."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page, get_page_models

from accounts.models import User
from editorial.versions.canonical import canonical, canonical_block, rich_text, text_fields
from editorial.versions.merging import changed, same_text
from home.models import HomePage, PolicyPage
from news.models import ArticleIndexPage, ArticlePage, Correction, TopicPage
from news.models.topics import TopicArticle, TopicEvent
from tests.factories import ArticleFactory, AuthorFactory, NewsImageFactory
from tests.forms import send
from tests.made_once import made_once

pytestmark = pytest.mark.django_db

RELATIONS = [
    (model, relation)
    for model in get_page_models()
    for relation in get_all_child_relations(model)
    if relation.get_accessor_name() != COMMENTS_RELATION_NAME
]


def stored(page: Page) -> dict[str, Any]:
    """The content of a new version, as it is read back from the database."""
    revision = page.save_revision()
    revision.refresh_from_db()
    content: dict[str, Any] = revision.content
    return content


@pytest.fixture
@made_once
def article(section: ArticleIndexPage) -> ArticlePage:
    return ArticleFactory(
        parent=section,
        title="Le pont ferme",
        lead_image=NewsImageFactory(),
        authors=[AuthorFactory()],
        body=[("paragraph", "<p>Le pont  ferme &amp; rouvre.</p>\n<p></p>")],
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>Deux  espaces</p>", "<p>Deux espaces</p>"),
        ('<p data-block-key="a1">Un</p>', '<p data-block-key="b2">Un</p>'),
        ("<p>Un</p>\n<p>Deux</p>", "<p>Un</p><p>Deux</p>"),
        ("<p>L&#x27;eau &eacute;t&eacute;</p>", "<p>L&#x27;eau été</p>"),
        ("Sans paragraphe", "<p>Sans paragraphe</p>"),
        ("", "<p></p>"),
        ("<ul><li>Un</li></ul>", "<ul>\n  <li>Un</li>\n</ul>"),
        ("<p><b>A</b><b>B</b></p>", "<p><b>AB</b></p>"),
        ('<p>Un <a href="https://example.org"></a>deux</p>', "<p>Un <b></b>deux</p>"),
        (
            "<ol><li>A<ul><li>B</li></ul></li></ol><ul><li>C</li></ul>",
            "<ol><li>A<ul><li>B</li></ul></li></ol><ol><li>C</li></ol>",
        ),
    ],
)
def test_rich_text_is_what_the_editor_makes_of_it(one: str, other: str) -> None:
    assert rich_text(one) == rich_text(other)


@pytest.mark.parametrize(
    "other",
    [
        "<p>Le pont <b>ferme</b></p>",
        "<p>Le pont ferme.</p>",
        "<p>Le pont</p><p>ferme</p>",
        '<p>Le <a href="https://example.org">pont</a> ferme</p>',
        "<p>Le pont\N{NO-BREAK SPACE}ferme</p>",
    ],
)
def test_rich_text_that_reads_otherwise_is_another(other: str) -> None:
    assert rich_text("<p>Le pont ferme</p>") != rich_text(other)


def test_times_in_memory_and_in_the_database_are_the_same(article: ArticlePage) -> None:
    at = timezone.now() - timedelta(minutes=7)
    article.corrections.add(Correction(published_at=at, text="Huit travées."))
    in_memory = article.serializable_data()
    assert same_text(in_memory, stored(article))
    article.corrections.all()[0].published_at = at - timedelta(days=1)
    assert changed(in_memory, stored(article)) == ["corrections"]


def test_a_time_counts_to_the_minute_as_forms_show_it(article: ArticlePage) -> None:
    at = datetime(2026, 11, 2, 9, 5, 41, 123456, tzinfo=timezone.get_current_timezone())
    article.corrections.add(Correction(published_at=at, text="Huit travées."))
    before = stored(article)
    article.corrections.all()[0].published_at = at.replace(second=0, microsecond=0)
    assert same_text(before, stored(article))


def test_what_a_version_lacks_is_what_it_would_be_loaded_with(article: ArticlePage) -> None:
    content = stored(article)
    older = {name: value for name, value in content.items() if name != "lead_image_caption"}
    assert same_text(older, content)
    blocks = [{"type": "heading", "value": {"text": "Travaux"}, "id": "a"}]
    shown = [{"type": "heading", "value": {"text": "Travaux", "level": "2"}, "id": "a"}]
    assert same_text(content | {"body": json.dumps(blocks)}, content | {"body": json.dumps(shown)})


@pytest.mark.parametrize("name", ["search_description", "slug", "show_in_menus"])
def test_what_readers_do_not_get_is_no_change_of_the_text(article: ArticlePage, name: str) -> None:
    before = stored(article)
    setattr(article, name, True if name == "show_in_menus" else "autre")
    after = stored(article)
    assert same_text(before, after)
    # For two people who write at once it is one all the same.
    assert changed(before, after) == [name]


def test_an_hour_is_no_change_of_the_text(article: ArticlePage) -> None:
    before = stored(article)
    article.go_live_at = timezone.now() + timedelta(days=1)
    assert same_text(before, stored(article))


def test_every_text_that_readers_get_counts(article: ArticlePage) -> None:
    content = stored(article)
    written = [
        field.name
        for field in ArticlePage._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField)
        if field.name in text_fields(content)
    ]
    assert {"title", "kicker", "standfirst", "seo_title", "lead_image_alt"} <= set(written)
    for name in written:
        assert changed(content, content | {name: "tout autre chose"}) == [name]


@pytest.mark.parametrize(
    ("model", "relation"), RELATIONS, ids=[f"{m.__name__}.{r.name}" for m, r in RELATIONS]
)
def test_each_field_of_a_child_row_counts_but_the_key_of_its_page(
    model: type[Page], relation: Any, home_page: HomePage
) -> None:
    """The picked article of a dossier is a foreign key called `article`; its page's is `page`."""
    content = stored_of(model, home_page)
    row = {"pk": 1, "sort_order": 0, relation.field.name: 1}
    name = relation.get_accessor_name()
    fields = [
        field
        for field in relation.related_model._meta.get_fields()
        if field.concrete and field.editable and not field.primary_key
        if field.name not in (relation.field.name, "sort_order")
    ]
    assert fields
    for field in fields:
        one, other = (content | {name: [row | {field.name: value}]} for value in values_of(field))
        assert changed(one, other) == [name], field.name
    moved = {"pk": 9, relation.field.name: 7, "sort_order": 3}
    assert same_text(content | {name: [row]}, content | {name: [row | moved]})


def stored_of(model: type[Page], home_page: HomePage) -> dict[str, Any]:
    if model is HomePage:
        return stored(home_page)
    kind = ContentType.objects.get_for_model(model)
    content: dict[str, Any] = model(title="Une page", slug="une-page").serializable_data()
    return content | {"content_type": kind.pk}


def values_of(field: Any) -> tuple[Any, Any]:
    if isinstance(field, models.ForeignKey):
        return 1, 2
    if isinstance(field, models.DateTimeField):
        return "2026-11-02T09:05:00Z", "2026-11-02T09:06:00Z"
    if isinstance(field, models.DateField):
        return "2026-11-02", "2026-11-03"
    if isinstance(field, models.BooleanField):
        return True, False
    if isinstance(field, models.IntegerField):
        return 1, 2
    return "<p>Un</p>", "<p>Deux</p>"


def test_another_article_in_a_dossier_is_a_change(section: ArticleIndexPage) -> None:
    first, second = ArticleFactory(parent=section), ArticleFactory(parent=section)
    topic = section.add_child(instance=TopicPage(title="Le fleuve", slug="fleuve"))
    topic.picks.add(TopicArticle(article=first))
    topic.events.add(TopicEvent(day=date(2026, 11, 2), text="La crue", article=first))
    before = stored(topic)
    topic.picks.all()[0].article = second
    assert changed(before, stored(topic)) == ["picks"]
    topic.picks.all()[0].article = first
    topic.events.all()[0].article = second
    assert changed(before, stored(topic)) == ["events"]


def test_rows_in_another_order_are_a_change(article: ArticlePage) -> None:
    article.bylines.create(author=AuthorFactory())
    before = stored(article)
    first, second = article.bylines.all()
    first.sort_order, second.sort_order = 1, 0
    article.bylines = [second, first]
    assert changed(before, stored(article)) == ["bylines"]


def test_tags_in_another_order_are_none(article: ArticlePage) -> None:
    article.tags.add("Fleuve", "Crue")
    content = stored(article)
    turned = content | {"tagged_items": list(reversed(content["tagged_items"]))}
    assert same_text(content, turned)


def test_the_canonical_form_is_its_own(article: ArticlePage, home_page: HomePage) -> None:
    """Saving what was loaded once more changes nothing, for each class of page that has drafts."""
    policy = home_page.add_child(instance=PolicyPage(title="Mentions", slug="mentions"))
    for page in (article, policy):
        content = stored(page)
        again = type(page).from_serializable_data(content).serializable_data()
        assert canonical(content) == canonical(again | {"content_type": content["content_type"]})


@pytest.mark.parametrize(
    "dirty",
    [
        "<p>Le po\u00adnt\u200b ferme</p>",
        "<p></p><p>\u200bLe pont ferme\ufeff</p>",
        "<p>Le pont\x07 fer\u2060me</p>",
        "<p>Le&shy; pont ferme\u200e</p>",
    ],
)
def test_characters_that_show_nothing_are_no_change_of_rich_text(dirty: str) -> None:
    assert rich_text(dirty) == rich_text("<p>Le pont ferme</p>")


@pytest.mark.parametrize("line_end", ["\x0b", "\u2028", "\u2029"])
def test_line_ends_of_word_processors_are_those_of_the_editor(line_end: str) -> None:
    assert rich_text(f"<p>Un{line_end}deux</p>") == rich_text("<p>Un<br/>deux</p>")


def test_opening_and_saving_a_text_with_characters_that_show_nothing_is_no_change(
    section: ArticleIndexPage, chief: User, sign_in: Callable[[User], Client]
) -> None:
    """A program has stored them; the form posts them back, and cleans them."""
    article = ArticleFactory(
        parent=section,
        title="\ufeffLe po\u00adnt\u2028ferme",
        kicker="Tra\u200bvaux",
        standfirst="Un\x0bdeux\u2029tr\u00adois\u200e",
        authors=[AuthorFactory()],
        body=[
            ("paragraph", "<p></p><p>Le po\u00adnt\u2028fer\u200bme</p>"),
            ("paragraph", "<p>Il rouvre\x0b<b>lun\ufeffdi</b>.</p>"),
        ],
    )
    before = stored(article)
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert send(sign_in(chief), edit).status_code == 302
    article.refresh_from_db()
    after = article.get_latest_revision().content
    assert after["title"] == "Le pont ferme"
    assert "\u00ad" not in after["body"]
    assert changed(before, after) == []


def test_saving_blocks_with_characters_that_show_nothing_is_no_change() -> None:
    body = ArticlePage.body.field.stream_block
    table = {
        "columns": [{"type": "text", "heading": "Mar\u00adché"}],
        "rows": [{"values": ["Ka\u200bti\x0bMali"]}],
        "caption": "Les\u2028prix",
    }
    points = {"title": "L’essen\u00adtiel", "points": ["U\u200bn", "Deux\x0bTrois"]}
    value = body.to_python(
        [
            {"type": "heading", "value": {"text": "Le\x0bpo\u00adnt", "level": "2"}},
            {"type": "key_points", "value": points},
            {"type": "quote", "value": {"text": "Un\u2028deux\u200b", "attribution": "A\ufeffwa"}},
            {"type": "table", "value": table},
        ]
    )
    before = body.get_prep_value(value)
    after = body.get_prep_value(body.clean(value))
    assert before != after
    assert canonical_block(body, before) == canonical_block(body, after)
