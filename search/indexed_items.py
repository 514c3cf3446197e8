"""Writes the indexed items: what readers may find, with what they narrow a search by."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from django.apps import apps
from django.conf import settings
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.search.index import Indexed

from news.library import shown
from news.models import ArticleIndexPage, ArticlePage
from search.documents import Document
from search.models import IndexedItem, Source, Word
from search.models.index import AUTHOR, KIND, SECTION, TAG

CHUNK = 500
WRITTEN = ["source", "object_id", "section_id", "kind", "published_at", "facets"]


@cache
def searched_page_types() -> tuple[type[Page], ...]:
    """Return the types of page that readers may find, as the settings name them."""
    return tuple(apps.get_model(name) for name in settings.SEARCHED_PAGE_TYPES)


def source_of(obj: Indexed) -> Source | None:
    """Return the source of `obj`; None if readers never find it."""
    if isinstance(obj, ArticlePage):
        return Source.ARTICLE if obj.live else None
    if isinstance(obj, searched_page_types()):
        return Source.PAGE if obj.live else None
    return Source.DOCUMENT if isinstance(obj, get_document_model()) else None


def items_for(objs: Sequence[Indexed], entry_ids: Mapping[str, int]) -> list[IndexedItem]:
    """Return the item of each of `objs` that readers may find, unsaved.

    entry_ids: the key of the index entry of each, by primary key as text.
    """
    sections = _sections(objs)
    found = []
    for obj in objs:
        if source := source_of(obj):
            section = sections.get(getattr(obj, "path", "")[: -Page.steplen])
            item = IndexedItem(
                entry_id=entry_ids[str(obj.pk)],
                source=source,
                object_id=obj.pk,
                section_id=section,
                kind=getattr(obj, "kind", ""),
                published_at=getattr(obj, "first_published_at", None)
                or getattr(obj, "created_at", None),
                facets=f" {' '.join(_facets(obj, source, section))} ",
            )
            found.append(item)
    return found


def store(objs: Sequence[Indexed], entry_ids: Mapping[str, int]) -> None:
    """Save the items of those of `objs` that readers may find, and delete those of the others."""
    found = items_for(objs, entry_ids)
    kept = {item.entry_id for item in found}
    IndexedItem.objects.filter(entry_id__in=set(entry_ids.values()) - kept).delete()
    IndexedItem.objects.bulk_create(
        sorted(found, key=lambda item: item.entry_id),
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["entry_id"],
        update_fields=WRITTEN,
    )


def learn_words(objs: Iterable[Indexed], documents: Iterable[Document]) -> None:
    """Save the words of what readers may find; of a document, once it is on a page they see.

    Always in the same order: two processes that learn the same words wait for each other and never
    lock each other out.
    """
    objs = list(objs)
    hidden = _hidden_documents(objs)
    met: set[str] = set()
    for obj, document in zip(objs, documents, strict=True):
        if source_of(obj) and obj not in hidden:
            met |= document.vocabulary()
    known: set[str] = set()
    ordered = sorted(word for word in met if word.isalpha())
    for start in range(0, len(ordered), CHUNK):
        chunk = ordered[start : start + CHUNK]
        known |= set(Word.objects.filter(word__in=chunk).values_list("word", flat=True))
    Word.objects.bulk_create(
        [Word(word=word) for word in ordered if word not in known],
        batch_size=CHUNK,
        ignore_conflicts=True,
    )


def _hidden_documents(objs: Sequence[Indexed]) -> set[Indexed]:
    files = [obj for obj in objs if isinstance(obj, get_document_model())]
    if not files:
        return set()
    keys = [str(file.pk) for file in files]
    public = set(
        shown(get_document_model()).filter(to_object_id__in=keys).values_list("key", flat=True)
    )
    return {file for file in files if file.pk not in public}


def delete(obj: Indexed) -> None:
    """Delete the item of `obj`, whose index entry is being deleted or is gone already."""
    if isinstance(obj, Page):
        sources = [Source.ARTICLE, Source.PAGE]
    elif isinstance(obj, get_document_model()):
        sources = [Source.DOCUMENT]
    else:
        return
    IndexedItem.objects.filter(source__in=sources, object_id=obj.pk).delete()


def _facets(obj: Indexed, source: Source, section: int | None) -> Iterator[str]:
    if not isinstance(obj, ArticlePage):
        yield f"{KIND}{source}"
        return
    yield f"{KIND}{obj.kind}"
    if section:
        yield f"{SECTION}{section}"
    for author in dict.fromkeys(byline.author_id for byline in obj.bylines.all()):
        yield f"{AUTHOR}{author}"
    # A database gives tags in any order; the row shall be the same each time.
    for tag in sorted(tag.pk for tag in obj.tags.all()):
        yield f"{TAG}{tag}"


def _sections(objs: Sequence[Indexed]) -> dict[str, int]:
    paths = {obj.path[: -Page.steplen] for obj in objs if isinstance(obj, ArticlePage)}
    if not paths:
        return {}
    return dict(ArticleIndexPage.objects.filter(path__in=paths).values_list("path", "pk"))
