"""Writes the index entries of pages and documents, on both databases alike."""

from collections.abc import Iterable, Sequence

from django.db.models import prefetch_related_objects
from modelsearch.utils import get_content_type_pk
from wagtail.search.index import Indexed

from news.models import ArticlePage
from search import indexed_items
from search.documents import Document


class FrenchIndexMixin:
    """Mixed into an index of modelsearch's, which says how entries are written."""

    def add_items(self, model: type[Indexed], objs: Iterable[Indexed]) -> None:
        objs = list(objs)
        if not objs or not model.get_search_fields():
            return
        if len(objs) > 1 and issubclass(model, ArticlePage):
            prefetch_related_objects(objs, "bylines__author", "tags")
        documents = [Document.of(obj) for obj in objs]
        keys = [str(obj.pk) for obj in objs]
        entry_ids = self.write_entries(get_content_type_pk(model), keys, documents)
        indexed_items.store(objs, entry_ids)
        indexed_items.learn_words(objs, documents)

    def write_entries(
        self, content_type: int, keys: Sequence[str], documents: Sequence[Document]
    ) -> dict[str, int]:
        """Write the entry of each object; return the entry's key by the object's."""
        raise NotImplementedError

    def delete_item(self, item: Indexed) -> None:
        indexed_items.delete(item)
        super().delete_item(item)  # type: ignore[misc]

    def _refresh_title_norms(self, full: bool = False) -> None:
        """The stock ranking's; ours reads the titles themselves."""
