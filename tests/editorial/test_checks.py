"""What readers need of an article, told to whoever writes it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from editorial.gates.checks.text import findings
from news.models import ArticlePage
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    NewsImageFactory,
    SectionFactory,
    UserFactory,
)
from tests.forms import version_of
from tests.made_once import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_as_seeded")]

TITLE = "À Mopti, les riverains du fleuve préparent la crue"
STANDFIRST = (
    "Depuis lundi, les habitants de trois quartiers relèvent les digues de terre. La mairie promet "
    "des sacs, les pêcheurs rangent leurs filets, et chacun regarde monter l’eau."
)


@pytest.fixture
@made_once
def section(home_page):
    return SectionFactory(parent=home_page)


@pytest.fixture
@made_once
def article(section) -> ArticlePage:
    """An article that lacks nothing."""
    page = ArticleFactory(
        parent=section,
        title=TITLE,
        standfirst=STANDFIRST,
        lead_image=NewsImageFactory(file__width=1200, file__height=800),
        body=[("paragraph", "<p>Le fleuve monte.</p>")],
        authors=[AuthorFactory()],
    )
    page.tags.add("Fleuve")
    page.save()
    return page


def codes(article: ArticlePage) -> list[str]:
    return [finding.code for finding in findings(article)]


def test_whole_article_lacks_nothing(article):
    assert findings(article) == []


def test_new_article_is_told_what_is_missing_in_the_order_of_the_form():
    assert codes(ArticlePage()) == ["title", "standfirst", "lead_image", "byline", "tag", "body"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("title", " ", "title"),
        ("title", "La crue", "title_length"),
        ("title", "La crue " * 20, "title_length"),
        ("standfirst", "", "standfirst"),
        ("standfirst", "Court.", "standfirst_length"),
        ("standfirst", "Long. " * 60, "standfirst_length"),
        ("lead_image", None, "lead_image"),
        ("body", [], "body"),
    ],
)
def test_each_lack_is_named(article, field, value, code):
    setattr(article, field, value)
    assert codes(article) == [code]


def test_lead_image_must_fill_a_wide_screen(article):
    article.lead_image = NewsImageFactory(file__width=1199, file__height=800)
    assert codes(article) == ["lead_image_width"]


def test_lead_image_needs_words_and_a_credit_here_or_with_the_picture(article):
    article.lead_image.description = article.lead_image.credit = ""
    assert codes(article) == ["lead_image_alt", "lead_image_credit"]
    article.lead_image_alt, article.lead_image_credit = "Le fleuve", "Photo : A. Keïta"
    assert findings(article) == []


def test_picture_whose_rights_have_ended_is_named(article):
    article.lead_image.rights_expire_on = timezone.localdate()
    assert findings(article) == []
    article.lead_image.rights_expire_on -= timedelta(days=1)
    assert codes(article) == ["rights"]


def test_picture_in_the_body_is_held_to_the_same(article):
    image = NewsImageFactory(title="Digue", description="", credit="")
    block = {"image": image, "alt": "", "caption": "", "credit": ""}
    article.body.append(("image", block))
    article.body.append(("image", block | {"alt": "Une digue", "credit": "Photo : A. Keïta"}))
    found = findings(article)
    assert [finding.code for finding in found] == ["image_alt", "image_credit"]
    assert all("Digue" in finding.message for finding in found)
    assert found[0].place == f"block-{article.body[1].id}-section"


def test_article_without_byline_or_tag_is_told_so(section):
    page = ArticleFactory(parent=section)
    assert {"byline", "tag"} <= set(codes(page))


def test_section_that_readers_cannot_open_is_named(article, section):
    section.unpublish()
    assert codes(ArticlePage.objects.get(pk=article.pk)) == ["section"]


def test_checks_cost_few_queries(article, django_assert_max_num_queries):
    images = [NewsImageFactory() for _ in range(3)]
    for image in images * 3:
        article.body.append(("image", {"image": image, "alt": "", "caption": "", "credit": ""}))
    article.save()
    page = ArticlePage.objects.get(pk=article.pk)
    with django_assert_max_num_queries(13):
        findings(page)


def form_data(page: ArticlePage, **values: object) -> dict[str, object]:
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "slug_as_shown": page.slug,
            "kicker": "",
            "standfirst": page.standfirst,
            "kind": "news",
            "body": streamfield([]),
            "bylines": inline_formset([]),
            "corrections": inline_formset([]),
            "comments": inline_formset([]),
            "tags": "",
            **values,
        }
    )


def test_editor_shows_the_findings_beside_the_text(client, section):
    client.force_login(UserFactory(is_superuser=True))
    page = ArticleFactory(parent=section, standfirst="")
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert html.count('data-code="standfirst"') == 2
    assert 'href="#id_standfirst"' in html


def test_new_article_shows_them_from_the_first_moment(client, section):
    client.force_login(UserFactory(is_superuser=True))
    url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
    assert 'data-code="title"' in client.get(url).text


def test_autosave_brings_the_findings_of_what_was_typed(client, section):
    client.force_login(UserFactory(is_superuser=True))
    page = ArticleFactory(parent=section, standfirst="", live=False)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client.post(url, form_data(page), headers={"Accept": "application/json"}).json()
    assert 'data-code="standfirst"' in answer["html"]
    data = form_data(page, standfirst=STANDFIRST) | version_of(page)
    answer = client.post(url, data, headers={"Accept": "application/json"}).json()
    assert 'data-code="standfirst"' not in answer["html"]
    assert 'data-code="tag"' in answer["html"]


def test_other_pages_have_no_findings(client, section):
    client.force_login(UserFactory(is_superuser=True))
    html = client.get(reverse("wagtailadmin_pages:edit", args=[section.pk])).text
    assert 'class="actujet-checks' not in html
