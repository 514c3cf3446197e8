"""Whatever is sent to the search is answered with a page; `make bench-search` sends 10,000."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from wagtail.documents import get_document_model

from tests.factories import ArticleFactory, SectionFactory
from tests.made_once import made_once
from tests.search.inputs import ADDRESSES, queries, typed

few = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
@made_once
def articles(home_page):
    section = SectionFactory(parent=home_page, title="Sports")
    for title in ("Le coton de Ségou", "L’élection en Côte d’Ivoire", "Œuvre de N’Diaye"):
        ArticleFactory(parent=section, title=title)
    file = ContentFile(b"x", name="a.pdf")
    get_document_model().objects.create(title="Le budget du coton", file=file)
    return section


@few
@given(query_string=queries)
def test_any_query_string_is_answered(articles, reader, query_string):
    for address in ADDRESSES:
        response = reader.get(address, QUERY_STRING=query_string)
        assert response.status_code == 200, address


CHOOSERS = (
    "wagtailadmin_choose_page_search",
    "wagtailadmin_pages:search_results",
    "wagtailimages:index_results",
    "wagtailimages_chooser:choose_results",
    "wagtaildocs:index_results",
    "wagtaildocs_chooser:choose_results",
    "article_chooser:choose_results",
)


@settings(few, max_examples=8)
@given(text=typed)
def test_any_text_in_a_search_box_of_the_admin_is_answered(articles, admin_client, text):
    shown = text.decode("utf-8", "replace")[:4_000]
    for name in CHOOSERS:
        assert admin_client.get(reverse(name), {"q": shown}).status_code in (200, 400), name
