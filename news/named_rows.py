"""The rows that a version names by their keys, looked for with one query a table.

modelcluster looks for each of them alone, and for the page itself once for each of its bylines and
tags; whatever then shows an author or a tag asks for it again.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import CASCADE, DO_NOTHING, SET_NULL, Field, Model
from django.db.models.fields.reverse_related import ManyToOneRel
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import Comment, CommentReply, Page

Content = dict[str, Any]
# Their keys lead to users and versions; a page shows them without.
NOT_SHOWN: tuple[type[Model], ...] = (Page, Comment, CommentReply)


class RowIsGone(Exception):
    """A row names what was deleted, although nothing it names may be."""


class NamedRows:
    """What a version's content names, as it is in the database.

    `existing` returns the content without what is gone, `attach` gives the objects to a page that
    was made of it.
    """

    def __init__(self, model: type[Model], content: Content) -> None:
        self._model = model
        self._content = content
        keys: dict[tuple[type[Model], bool], set[object]] = defaultdict(set)
        for field, key in _keys_in(model, content):
            keys[field.remote_field.model, _is_shown(field)].add(key)
        self._rows: dict[type[Model], dict[object, Model]] = {}
        self._known: dict[type[Model], set[object]] = defaultdict(set)
        for (target, is_shown), wanted in keys.items():
            rows = target._default_manager
            if is_shown:
                self._rows[target] = rows.in_bulk(wanted)
                self._known[target].update(self._rows[target])
            else:
                self._known[target].update(rows.filter(pk__in=wanted).values_list("pk", flat=True))

    def existing(self, strict: bool) -> Content | None:
        """The content without keys of what is gone; a row goes with what it cannot be without.

        As `modelcluster.models.model_from_serializable_data` does, with `strict` for its argument
        `strict_fks`. Raises RowIsGone where only the rows around it can say what to do.
        """
        return self._existing(self._model, self._content, strict)

    def attach(self, page: Model) -> None:
        """Give the objects found to the page and to its rows."""
        self._attach(page)
        for name, _model, _rows in _children(self._model, self._content):
            for row in getattr(page, name).all():
                self._attach(row)

    def _existing(self, model: type[Model], row: Content, strict: bool) -> Content | None:
        kept = dict(row)
        for field in _keys(model):
            if isinstance(field, ParentalKey):
                kept.pop(field.name, None)
                continue
            key = _key(field, kept)
            if key is None or key in self._known[field.remote_field.model]:
                continue
            if field.remote_field.on_delete is CASCADE and strict:
                return None
            if field.remote_field.on_delete in (CASCADE, SET_NULL):
                kept[field.name] = None
            elif field.remote_field.on_delete is not DO_NOTHING:
                raise RowIsGone(f"{model.__name__}.{field.name}: {key}")
        for name, child, rows in _children(model, row):
            existing = (self._existing(child, each, strict=True) for each in rows)
            kept[name] = [each for each in existing if each is not None]
        return kept

    def _attach(self, row: Model) -> None:
        for field in _keys(type(row)):
            found = self._rows.get(field.remote_field.model, {}).get(getattr(row, field.attname))
            if found is not None and _is_shown(field):
                setattr(row, field.name, found)


def _keys_in(model: type[Model], row: Content) -> Iterator[tuple[Any, object]]:
    for field in _keys(model):
        key = None if isinstance(field, ParentalKey) else _key(field, row)
        if key is not None:
            yield field, key
    for _name, child, rows in _children(model, row):
        for each in rows:
            yield from _keys_in(child, each)


def _children(
    model: type[Model], row: Content
) -> Iterator[tuple[str, type[Model], Sequence[Content]]]:
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name in row:
            yield name, relation.related_model, row[name]


def _keys(model: type[Model]) -> Iterator[Any]:
    """The fields of `model` by which a version names other rows."""
    for field in model._meta.fields:
        if isinstance(field.remote_field, ManyToOneRel) and not field.remote_field.parent_link:
            yield field


def _key(field: Any, row: Content) -> object:
    value = row.get(field.name)
    return None if value is None else field.target_field.to_python(value)


def _is_shown(field: Field) -> bool:
    return field.model not in NOT_SHOWN
