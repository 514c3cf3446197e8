"""Tags of pictures and documents: one, however it is written.

They are apart from those of articles, and readers never see them.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Count
from taggit.models import Tag, TaggedItem
from taggit.utils import parse_tags
from wagtail import hooks
from wagtail.documents.views.bulk_actions import AddTagsBulkAction as TagDocuments
from wagtail.images.views.bulk_actions import AddTagsBulkAction as TagImages
from wagtail.search import index

from news.tag_keys import tag_key, tidy_name


def as_they_are_called(names: Iterable[str]) -> list[str]:
    """The names, each as the tag that is there and differs in nothing real."""
    kept = {
        tag_key(name): name for name in Tag.objects.order_by("-pk").values_list("name", flat=True)
    }
    folded: dict[str, str] = {}
    for name in map(tidy_name, names):
        folded.setdefault(tag_key(name), kept.get(tag_key(name), name))
    return [name for name in folded.values() if name]


class KeepsOneTag(forms.ModelForm):
    """A form of a picture or document, whose tags are those that are there."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "tags" in cleaned:
            cleaned["tags"] = as_they_are_called(cleaned["tags"])
        return cleaned


class TagImagesAction(TagImages):
    def get_execution_context(self) -> dict[str, list[str]]:
        return {"tags": as_they_are_called(parse_tags(self.cleaned_form.cleaned_data["tags"]))}


class TagDocumentsAction(TagDocuments):
    def get_execution_context(self) -> dict[str, list[str]]:
        return {"tags": as_they_are_called(parse_tags(self.cleaned_form.cleaned_data["tags"]))}


# After Wagtail's own, which they replace.
for action in (TagImagesAction, TagDocumentsAction):
    hooks.register("register_bulk_action", action, order=100)


def doubles() -> list[list[Tag]]:
    """Tags that are written alike, from before they were folded; the most used first of each."""
    groups: dict[str, list[Tag]] = {}
    used = Tag.objects.annotate(used=Count("taggit_taggeditem_items"))
    for tag in used.order_by("-used", "pk"):
        groups.setdefault(tag_key(tag.name), []).append(tag)
    return [tags for tags in groups.values() if len(tags) > 1]


@transaction.atomic
def merge(kept: Tag, others: Iterable[Tag]) -> None:
    """Give what carries the others the kept one, once, and delete them."""
    items = TaggedItem.objects.filter(tag__in=others)
    for item in items:
        alike = {"content_type": item.content_type, "object_id": item.object_id}
        TaggedItem.objects.get_or_create(tag=kept, **alike)
    carrying = [item.content_object for item in items if item.content_object is not None]
    Tag.objects.filter(pk__in=[tag.pk for tag in others]).delete()
    for each in carrying:
        index.insert_or_update_object(each)
