"""Forms that save what is right, and set aside and name what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseFormSet, Field
from django.forms.formsets import DELETION_FIELD_NAME, TOTAL_FORM_COUNT
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail.blocks import BlockField

from news.unreadable import is_incomplete

MOST_ROWS = 1000  # Django takes no more either


@dataclass(frozen=True)
class SetAside:
    """A value that a form could not save: the id of its field, its label, and why."""

    field_id: str
    label: str
    reason: str


def set_aside_errors(form: Any) -> list[SetAside]:
    """Make an invalid page form savable, and tell what will not be saved.

    A wrong field keeps the value that was stored, a wrong new row waits until it is right. The
    blocks of a text are kept as they were typed, mistakes included: they are checked again at
    each step of the workflow.
    """
    return [*_set_fields_aside(form), *_set_rows_aside(form)]


def _set_fields_aside(form: Any) -> Iterator[SetAside]:
    wrong = dict(form.errors)
    form._errors = ErrorDict(renderer=form.renderer)
    for name, errors in wrong.items():
        if name == NON_FIELD_ERRORS:
            yield SetAside("", "", " ".join(map(str, errors)))
            continue
        bound = form[name]
        if isinstance(bound.field, BlockField):
            typed = bound.field.widget.value_from_datadict(form.data, form.files, bound.html_name)
            if is_incomplete(typed):
                reason = _("Part of it did not arrive. What was saved before is kept.")
                yield SetAside(f"{name}-section", str(bound.label), reason)
                continue
            setattr(form.instance, name, typed)
            reason = _("A piece of it holds a mistake. It is kept as typed.")
            yield SetAside(f"{name}-section", str(bound.label), reason)
        else:
            yield SetAside(bound.id_for_label, str(bound.label), " ".join(map(str, errors)))


def _set_rows_aside(form: Any) -> Iterator[SetAside]:
    for formset in getattr(form, "formsets", {}).values():
        if formset.is_valid():
            continue
        for row in formset.forms:
            if row.is_valid():
                continue
            yield from set_aside_errors(row)
            if row.instance.pk is None:
                row.cleaned_data[DELETION_FIELD_NAME] = True
        for error in formset.non_form_errors():
            yield SetAside("", "", str(error))
        formset._non_form_errors = formset.error_class(renderer=formset.renderer)
        formset._errors = [row.errors for row in formset.forms]
        # Which rows go, and in which order the others stand, was noted before.
        for noted in ("_deleted_form_indexes", "_ordering"):
            formset.__dict__.pop(noted, None)


def without_empty_rows(data: QueryDict, formsets: dict[str, type[BaseFormSet]]) -> QueryDict:
    """Return `data` with its new rows in which nothing was filled in marked as removed."""
    empty = [
        f"{prefix}-{DELETION_FIELD_NAME}"
        for name, formset in formsets.items()
        if name != "comments"
        for prefix in _new_rows(data, name)
        if not any(
            _is_filled_in(data, prefix, *field) for field in formset.form.base_fields.items()
        )
    ]
    if not empty:
        return data
    data = data.copy()
    for name in empty:
        data[name] = "on"
    return data


def _new_rows(data: QueryDict, name: str) -> Iterator[str]:
    total = str(data.get(f"{name}-{TOTAL_FORM_COUNT}", ""))
    for number in range(min(int(total), MOST_ROWS) if total.isdecimal() else 0):
        if not data.get(f"{name}-{number}-id"):
            yield f"{name}-{number}"


def _is_filled_in(data: QueryDict, prefix: str, name: str, field: Field) -> bool:
    typed = data.get(f"{prefix}-{name}")
    begins_with = field.initial() if callable(field.initial) else field.initial
    return typed not in ("", None) and str(typed) != str(begins_with)
