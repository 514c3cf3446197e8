"""Pictures from before their metadata were taken out at the door."""

import logging
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from news.images import NewsImage, NewsRendition
from news.photo_metadata import Cleaned, Malformed, clean
from news.picture_files import fill, named_for
from news.public_pictures import settle

logger = logging.getLogger(__name__)

SOME = 100


def remaining() -> int:
    return NewsImage.objects.filter(is_clean=False).count()


def clean_some(most: int = SOME) -> int:
    return sum(1 for _image in islice(clean_all(), most))


def clean_all() -> Iterator[NewsImage]:
    """Clean every picture that is not, and yield each when it is done.

    Stopped half-way it loses nothing; run again it goes on where it was. A picture whose storage
    does not answer stays to be done.
    """
    last = 0
    while image := NewsImage.objects.filter(is_clean=False, pk__gt=last).order_by("pk").first():
        last = image.pk
        try:
            clean_stored(image)
        # Each kind of storage has exceptions of its own.
        except Exception:
            logger.exception("Picture %s was not cleaned", image.pk)
            continue
        yield image


def clean_stored(image: NewsImage) -> None:
    """Clean the file of `image` in its place, and put its sizes where they belong.

    Sizes that the admin made, which kept what the camera wrote, are deleted, and made again when
    somebody looks. A file that is lost or no picture is left: no size can be made of it. Raises
    what the storage raises.
    """
    storage = image.file.storage
    try:
        with storage.open(image.file.name) as file:
            content = file.read()
        cleaned = clean(content)
    except (FileNotFoundError, Malformed) as error:
        logger.warning("Picture %s cannot be read: %s", image.pk, error)
        _drop(image.renditions.all())
        NewsImage.objects.filter(pk=image.pk).update(is_clean=True)
        return
    with transaction.atomic():
        turned = cleaned.content != content and _replace(image, cleaned)
        _drop(
            rendition
            for rendition in image.renditions.all()
            if turned or "web" not in rendition.filter_spec.split("|")
        )
        NewsImage.objects.filter(pk=image.pk).update(is_clean=True)
        settle([image.pk])


def clean_portraits() -> int:
    """Clean the portraits of accounts that are not; returns how many were changed."""
    profiles = UserProfile.objects.exclude(avatar="").exclude(avatar=None)
    return sum(_clean_portrait(profile) for profile in profiles.order_by("pk").iterator())


def _clean_portrait(profile: UserProfile) -> bool:
    storage, old = profile.avatar.storage, profile.avatar.name
    try:
        with storage.open(old) as file:
            content = file.read()
        cleaned = clean(content)
    except (OSError, Malformed) as error:
        logger.warning("Portrait of account %s cannot be read: %s", profile.user_id, error)
        return False
    if cleaned.content == content:
        return False
    name = named_for(old.rpartition("/")[2], cleaned.kind)
    with transaction.atomic():
        profile.avatar.save(name, ContentFile(cleaned.content), save=False)
        UserProfile.objects.filter(pk=profile.pk).update(avatar=profile.avatar.name)
        transaction.on_commit(partial(storage.delete, old), robust=True)
    return True


def _replace(image: NewsImage, cleaned: Cleaned) -> bool:
    """Store the cleaned file; returns whether the picture's sizes have to be made again."""
    storage, old = image.file.storage, image.file.name
    name = old.rpartition("/")[2]
    image.file.save(named_for(name, cleaned.kind), ContentFile(cleaned.content), save=False)
    fill(image, cleaned.facts)
    image.save()
    transaction.on_commit(lambda: storage.delete(old), robust=True)
    return cleaned.coded_anew


def _drop(renditions: Iterable[NewsRendition]) -> None:
    """Delete sizes and their files, without leaving these to a signal: they may tell a place."""
    for rendition in renditions:
        storage, name = rendition.file.storage, rendition.file.name
        rendition.delete()
        transaction.on_commit(partial(storage.delete, name), robust=True)


def probe() -> str | None:
    """For `/readyz`: pictures whose sizes may still tell where they were taken."""
    count = remaining()
    if not count:
        return None
    return _("%(count)d pictures still hold what their cameras wrote: manage.py clean_pictures") % {
        "count": count
    }
