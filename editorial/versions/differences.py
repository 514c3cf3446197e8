"""Lists the differences of two versions of a page, for people to choose between."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.http import QueryDict
from django.utils.html import strip_tags
from django.utils.text import capfirst
from modelcluster.fields import ParentalManyToManyField
from taggit.managers import TaggableManager
from wagtail.fields import StreamField
from wagtail.models import Page

from editorial.versions.canonical import Content
from editorial.versions.merging import changed, merge
from news.diff import Change, Passage, changes_between

if TYPE_CHECKING:
    from wagtail.admin.forms import WagtailAdminPageForm

THEIRS, MINE = "theirs", "mine"
# The form field of each relation that holds tags.
TAGS = {"tagged_items": "tags"}


@dataclass(frozen=True)
class Difference:
    """A field in which two versions differ; `chosen` is the side that is taken by default."""

    name: str
    label: str
    mine: str
    theirs: str
    chosen: str
    both_changed: bool


def differences(mine: Page, theirs: Page, base: Content) -> list[Difference]:
    """Return the fields that differ; the default is the only side that changed since `base`."""
    own, other = mine.serializable_data(), theirs.serializable_data()
    taken = merge(base, own, other).taken
    only_theirs = {name for name in taken if name not in changed(base, own)}
    only_mine = {name for name in changed(own, other) if name not in changed(base, other)}
    return [
        Difference(
            TAGS.get(name, name),
            label_of(mine, name),
            words(mine, name),
            words(theirs, name),
            THEIRS if name in only_theirs else MINE,
            name not in only_theirs and name not in only_mine,
        )
        for name in changed(own, other)
    ]


@dataclass(frozen=True)
class MarkedField:
    """A changed field, with the words added and removed.

    It has no `changes` if only a link, a picture or the layout changed.
    """

    label: str
    changes: list[Change]


def marked(before: Page, after: Page) -> list[MarkedField]:
    """Return what `after` changes in `before`, by field, with unchanged passages folded."""
    one, other = before.serializable_data(), after.serializable_data()
    return [
        MarkedField(
            label_of(after, name),
            changes_between(_passages(words(before, name)), _passages(words(after, name))),
        )
        for name in changed(one, other)
    ]


def _passages(text: str) -> list[Passage]:
    return [Passage("text", " ".join(line.split())) for line in text.splitlines() if line.strip()]


def label_of(page: Page, name: str) -> str:
    try:
        field: Any = page._meta.get_field(TAGS.get(name, name))
    except FieldDoesNotExist:
        return capfirst(name)
    if field.one_to_many:
        return capfirst(str(field.related_model._meta.verbose_name_plural))
    return capfirst(str(field.verbose_name))


def words(page: Page, name: str) -> str:
    """Return the value of a field as plain text."""
    name = TAGS.get(name, name)
    try:
        field: Any = page._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    if isinstance(field, TaggableManager | ParentalManyToManyField) or field.one_to_many:
        return "\n".join(str(row) for row in getattr(page, name).all())
    value = getattr(page, name)
    if isinstance(field, StreamField):
        return "\n\n".join(strip_tags(str(text)) for text in field.get_searchable_content(value))
    if field.choices:
        return str(getattr(page, f"get_{name}_display")())
    return "" if value is None else strip_tags(str(value))


def fields_to_leave(data: QueryDict, prefix: str = "choose-") -> set[str]:
    """Return the fields for which the form chooses the other version's value."""
    return {
        name.removeprefix(prefix)
        for name in data
        if name.startswith(prefix) and data[name] == THEIRS
    }


def form_without(
    form_class: "type[WagtailAdminPageForm]", names: set[str]
) -> "type[WagtailAdminPageForm]":
    """Return the form class without the fields `names`, which a save then leaves alone."""
    if not names:
        return form_class

    class PartialForm(form_class):
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)
            for name in names:
                self.fields.pop(name, None)
                self.formsets.pop(name, None)

    return PartialForm
