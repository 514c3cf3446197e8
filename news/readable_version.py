"""Repair of page versions whose content cannot be read or whose rows name deleted objects."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Field, Model
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations

Content = dict[str, Any]
NOT_A_VALUE = (ValidationError, ValueError, TypeError, OverflowError, AttributeError)


def readable_content(model: type[Model], content: Content) -> tuple[Content, list[str]]:
    """`content` with defaults for what no field takes, and the labels of what was left out.

    Nothing is looked up in the database: that is `without_lost_rows`.
    """
    readable, lost = _readable_row(model, content)
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        rows = content.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            lost.append(_label(relation.related_model))
            rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        if name in content:
            readings = [_readable_row(relation.related_model, row) for row in rows]
            readable[name] = [row for row, _lost in readings]
            lost += [label for _row, labels in readings for label in labels]
    return readable, lost


def without_lost_rows(model: type[Model], content: Content) -> tuple[Content, list[str]]:
    """`content` without the rows that cannot be, since what they name was deleted."""
    kept, lost = dict(content), []
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        rows = content.get(name) or []
        kept[name] = [row for row in rows if not _is_lost(relation.related_model, row)]
        if len(kept[name]) < len(rows):
            lost.append(_label(relation.related_model))
    return kept, lost


def _readable_row(model: type[Model], row: Content) -> tuple[Content, list[str]]:
    readable, lost = dict(row), []
    for field in _plain_fields(model):
        if field.name in row and not _is_taken(field, row[field.name]):
            readable[field.name] = None if field.remote_field else _default(field)
            lost.append(capfirst(str(field.verbose_name)))
    return readable, lost


def _plain_fields(model: type[Model]) -> Iterator[Any]:
    for field in model._meta.get_fields():
        if field.concrete and not field.many_to_many and not field.primary_key:
            yield field


def _is_taken(field: Any, value: object) -> bool:
    if value is None:
        return field.null or not isinstance(field, models.CharField | models.TextField)
    target = field.target_field if field.remote_field else field
    is_text = isinstance(target, models.CharField | models.TextField)
    if is_text and not isinstance(value, str | int | float):
        return False
    try:
        taken = target.to_python(value)
        return not isinstance(taken, int) or -(2**63) <= taken < 2**63
    except NOT_A_VALUE:
        return False


def _default(field: Field) -> object:
    default = field.get_default()
    return field.get_prep_value(default) if default is not None else None


def _is_lost(model: type[Model], row: Content) -> bool:
    for field in _plain_fields(model):
        key = row.get(field.name) if field.remote_field else None
        if key is not None and not field.null:
            target = field.remote_field.model._default_manager
            if not target.filter(**{field.target_field.name: key}).exists():
                return True
    return False


def _label(model: type[Model]) -> str:
    return capfirst(str(model._meta.verbose_name_plural))
