"""Queries for the pictures and documents that readers are shown."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    Exists,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex
from wagtail.query import PageQuerySet

from news.visibility import visible_pages


def shown(model: type[Model]) -> QuerySet[Any]:
    """The keys of the pictures, or of the documents, that readers are shown.

    A page counts while it is live and behind no sign-in; what is no page, as an author's portrait
    or the paper's identity, counts always. Wagtail's index of references knows both as stored: a
    draft of a live page adds nothing.
    """
    return (
        _references(model)
        .filter(~Q(base_content_type=_pages()) | Exists(_page_behind(visible_pages())))
        .annotate(key=Cast("to_object_id", IntegerField()))
        .order_by()
        .values("key")
    )


def is_shown(file: Model) -> bool:
    return shown(type(file)).filter(to_object_id=str(file.pk)).exists()


def pages_showing(file: Model) -> QuerySet[Page]:
    """The live pages that the file is on, those behind a sign-in or a password included."""
    keys = _references(type(file)).filter(to_object_id=str(file.pk), base_content_type=_pages())
    return Page.objects.live().filter(
        pk__in=[int(key) for key in keys.values_list("object_id", flat=True)]
    )


def files_on(page: Page, model: type[Model]) -> list[str]:
    """The keys of the pictures, or of the documents, that the page as stored refers to."""
    on_page = _references(model).filter(base_content_type=_pages(), object_id=str(page.pk))
    return list(on_page.order_by().values_list("to_object_id", flat=True).distinct())


def _references(model: type[Model]) -> QuerySet[Any]:
    """With the key of the page that refers, where it is one."""
    key = Case(
        When(base_content_type=_pages(), then=Cast("object_id", IntegerField())),
        output_field=IntegerField(),
    )
    file_type = ContentType.objects.get_for_model(model)
    return ReferenceIndex.objects.filter(to_content_type=file_type).annotate(page_key=key)


def _page_behind(pages: PageQuerySet) -> PageQuerySet:
    return pages.filter(pk=OuterRef("page_key"))


def _pages() -> ContentType:
    """The type under which the index keeps the references of every class of page."""
    return ContentType.objects.get_for_model(Page)
