"""The pages that lead to others: la Une, sections, and the pages that navigation links.

They are kept until one of them changes, and the same for all requests: a page that is more than
linked to is copied first, since what is read by way of it is no part of what is kept.
"""

from copy import copy

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from delivery.pages.dependencies import depends_instead
from delivery.request_cache import cached_for_request, kept_while_reading
from news.page_facts import page_types


def linking_pages() -> list[Page]:
    """All of them, live or not, in the order of the tree.

    Navigation shows them, addresses begin with theirs, and articles stand below them.
    """
    return kept_while_reading("linking pages", _linking_pages)


def sections_by_path() -> dict[str, Page]:
    """The sections and sub-sections, live or not, by their place in the tree."""
    sections = cached_for_request(
        "sections", lambda: [*map(copy, kept_while_reading("sections", _sections))]
    )
    return {section.path: section for section in sections}


def _linking_pages() -> list[Page]:
    linked = [model for model in page_types() if model.in_navigation]
    types = ContentType.objects.get_for_models(*linked).values()
    # In no order that the database has an index for: it would read all pages in that order.
    pages = Page.objects.filter(content_type__in=types).order_by()
    # None of them is an article.
    with depends_instead([], {"articles"}):
        return sorted(pages, key=lambda page: page.path)


def _sections() -> list[Page]:
    section = ContentType.objects.get_for_model(apps.get_model("news", "ArticleIndexPage")).pk
    return [page.specific_deferred for page in linking_pages() if page.content_type_id == section]
