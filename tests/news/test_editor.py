"""What a writer meets in the page editor."""

import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.blocks import StreamBlockValidationError
from wagtail.documents import get_document_model
from wagtail.rich_text import RichText

from news.block_repair import UNREADABLE
from news.blocks import BodyBlock, PlainBodyBlock
from news.models import ArticlePage
from tests.factories import ArticleFactory, SectionFactory, UserFactory, article_showing

pytestmark = pytest.mark.django_db
BLOCKS = [
    (stream.__name__, name)
    for stream in (BodyBlock, PlainBodyBlock)
    for name in stream.base_blocks
    if name != UNREADABLE  # which nobody picks
]


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture
def new_article(editor, home_page):
    section = SectionFactory(parent=home_page)
    return editor.get(reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk]))


def test_article_is_written_in_the_order_of_work(new_article):
    html = new_article.text
    fields = (
        "title body standfirst lead_image lead_image_alt lead_image_caption "
        "lead_image_credit bylines-TOTAL_FORMS tags kicker kind"
    ).split()
    places = [
        html.index(f'id="id_{name}"') if name != "body" else html.index('id="body"')
        for name in fields
    ]
    assert places == sorted(places)


def section_of(html, name):
    """The opening tag of a panel, whatever the language of the tab that it is in."""
    return re.search(rf'<section class="([^"]*)" id="[a-z_-]*-{name}-section"', html)


@pytest.mark.parametrize(
    ("said", "folded"),
    [
        ({"kicker": ""}, True),
        ({"kicker": "Eau"}, False),
        ({"kicker": "", "kind": "opinion"}, False),
    ],
)
def test_what_says_nothing_yet_is_folded(editor, home_page, said, folded):
    article = ArticleFactory(parent=SectionFactory(parent=home_page), **said)
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).text
    assert ("collapsed" in section_of(html, "kind")[1]) is folded


@pytest.mark.parametrize("published", [True, False])
def test_only_what_readers_have_seen_is_corrected(editor, home_page, published):
    seen = {} if published else {"live": False, "first_published_at": None}
    article = ArticleFactory(parent=SectionFactory(parent=home_page), **seen)
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).text
    assert bool(section_of(html, "corrections")) is published
    assert ("corrections-TOTAL_FORMS" in html) is published


def test_a_new_article_has_no_place_for_corrections(new_article):
    assert "corrections-TOTAL_FORMS" not in new_article.text


def test_a_text_is_saved_without_its_empty_paragraphs():
    body = BodyBlock()
    typed = body.to_python(
        [("paragraph", RichText("")), ("paragraph", RichText("<p>L’eau monte.</p>"))]
    )
    assert [piece.value.source for piece in body.clean(typed)] == ["<p>L’eau monte.</p>"]


def test_an_error_is_named_at_its_place_in_the_form_behind_an_empty_paragraph():
    body = BodyBlock()
    typed = body.to_python(
        [("paragraph", RichText("<p> </p>")), ("heading", {"text": "", "level": "2"})]
    )
    with pytest.raises(StreamBlockValidationError) as refused:
        body.clean(typed)
    assert list(refused.value.block_errors) == [1]


def test_menu_box_is_not_offered(new_article):
    assert "show_in_menus" not in new_article.context["form"].fields


def test_every_field_says_what_it_is_for(new_article):
    form = new_article.context["form"]
    silent = {"lead_image", "comment_notifications", "go_live_at", "expire_at", "slug_as_shown"}
    silent |= {"go_live_at_as_shown", "expire_at_as_shown"}
    panels = {
        panel.field_name: panel.help_text
        for group in ArticlePage.get_edit_handler().children
        for panel in [
            *group.children,
            *(p for child in group.children for p in getattr(child, "children", [])),
        ]
        if hasattr(panel, "field_name")
    }
    for name, field in form.fields.items():
        if name not in silent:
            assert field.help_text or panels.get(name), name


@pytest.mark.parametrize("field", ["title", "standfirst", "seo_title", "search_description"])
def test_lengths_are_counted_but_never_forced(new_article, field):
    handler = ArticlePage.get_edit_handler()
    panel = next(
        panel
        for group in handler.children
        for panel in group.children
        if getattr(panel, "field_name", None) == field
    )
    assert panel.attrs["data-controller"] == "actujet-counter"
    assert panel.attrs["data-actujet-counter-max-value"] < (
        new_article.context["form"].fields[field].max_length or 10**6
    )
    assert "js/admin/counter.js" in new_article.text


@pytest.mark.parametrize(("stream", "name"), BLOCKS)
def test_every_block_shows_itself_in_the_picker(editor, stream, name):
    block = {"BodyBlock": BodyBlock, "PlainBodyBlock": PlainBodyBlock}[stream]().child_blocks[name]
    assert block.meta.icon != "placeholder"
    assert str(block.get_description())
    assert block.is_previewable
    response = editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    assert "css/site.css" in response.text
    body = response.text.partition("<main>")[2].partition("</main>")[0]
    assert len(body.split()) > 5


def test_document_is_saved_and_never_run_by_the_browser(home_page, reader):
    document = get_document_model().objects.create(
        title="Budget", file=ContentFile(b"%PDF-1.4 <script>", "budget.pdf")
    )
    article_showing(document, home_page)
    response = reader.get(document.url)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["page.html", "script.svg", "tool.exe", "x.pdf.html", "none"])
def test_document_of_an_unknown_kind_is_refused_in_words(editor, name):
    response = editor.post(
        reverse("wagtaildocs:add_multiple"),
        {"files[]": ContentFile(b"<script>", name), "title": "x"},
    )
    assert response.status_code == 200
    assert response.json()["success"] is False
    assert response.json()["error_message"]
    assert not get_document_model().objects.exists()
