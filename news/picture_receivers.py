"""When the files of pictures are made, when they go out to readers, and when they come back."""

import logging
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.signals import page_published, page_unpublished, post_page_move
from wagtail.users.models import UserProfile

from news import picture_shapes
from news.images import NewsImage
from news.photo_metadata import Malformed, clean
from news.picture_files import named_for
from news.public_pictures import pictures_of, settle, shows_pictures
from news.tasks import make_picture_files, settle_pictures, settle_pictures_below

logger = logging.getLogger(__name__)


@receiver(post_save, sender=Revision)
def make_files_for_version(instance: Revision, raw: bool, **kwargs: Any) -> None:
    """Of a draft too: the files are there when it is published."""
    if not raw and not kwargs["update_fields"]:
        _note(picture_shapes.shapes_in_version(instance))


@receiver(post_save)
def make_files_for_saved(instance: Any, raw: bool, **kwargs: Any) -> None:
    """For what has no versions, and for pages that a program saves without one."""
    if not raw and not kwargs["update_fields"]:
        _note(picture_shapes.shapes_in(instance))


@receiver(post_save, sender=NewsImage)
def make_files_anew(instance: NewsImage, created: bool, raw: bool, **kwargs: Any) -> None:
    """The file of a picture in use may be another one, or its focal point."""
    if not raw and not created and instance.shapes.exists():
        transaction.on_commit(partial(make_picture_files.enqueue, instance.pk), robust=True)


@receiver(pre_save)
def remember_pictures(instance: Any, raw: bool, **kwargs: Any) -> None:
    """What the new version no longer shows has to be looked at as well."""
    if not raw and not kwargs["update_fields"] and instance.pk and shows_pictures(instance):
        instance._pictures_before = pictures_of(instance)


@receiver([page_published, page_unpublished])
def settle_at_once(instance: Page, **kwargs: Any) -> None:
    """In the transaction of the change: the page's first reader finds its pictures."""
    _settle_or_queue(_concerned(instance))


@receiver(post_save)
def settle_after_save(instance: Any, raw: bool, **kwargs: Any) -> None:
    """For what has no drafts, and for pages that a program saves as live.

    The reference index knows of the save only once it is over.
    """
    if not raw and not kwargs["update_fields"] and shows_pictures(instance):
        transaction.on_commit(lambda: _settle_or_queue(_concerned(instance)), robust=True)


@receiver(pre_delete)
def settle_after_deletion(instance: Any, **kwargs: Any) -> None:
    if shows_pictures(instance) and (pictures := pictures_of(instance)):
        transaction.on_commit(partial(_settle_or_queue, pictures), robust=True)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def settle_below(instance: PageViewRestriction, **kwargs: Any) -> None:
    transaction.on_commit(partial(settle_pictures_below.enqueue, instance.page_id), robust=True)


@receiver(post_page_move)
def settle_moved(instance: Page, **kwargs: Any) -> None:
    transaction.on_commit(partial(settle_pictures_below.enqueue, instance.pk), robust=True)


@receiver(pre_save, sender=UserProfile)
def clean_portrait_of_account(instance: UserProfile, raw: bool, **kwargs: Any) -> None:
    avatar: Any = instance.avatar
    if raw or not avatar or avatar._committed:
        return
    avatar.file.seek(0)
    try:
        cleaned = clean(avatar.file.read())
    except Malformed:
        instance.avatar = ""
        return
    instance.avatar = ContentFile(cleaned.content, named_for(avatar.name, cleaned.kind))


def _note(shown: picture_shapes.Shown) -> None:
    if shown:
        transaction.on_commit(partial(picture_shapes.note, shown), robust=True)


def _concerned(thing: models.Model) -> set[int]:
    return pictures_of(thing) | getattr(thing, "_pictures_before", set())


def _settle_or_queue(pictures: set[int]) -> None:
    """A storage that is away stops no publication: the queue tries again."""
    if not pictures:
        return
    try:
        settle(pictures)
    except Exception:
        logger.exception("The files of pictures %s could not be moved", sorted(pictures))
        settle_pictures.enqueue(sorted(pictures))
