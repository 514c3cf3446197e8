"""Queued tasks: files of pictures, cleaning, old uploads."""

import logging
from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django_tasks import task
from wagtail.models import Page

from jobs.batches import act_on_some
from jobs.gone import log_gone
from jobs.retrying import retried
from news import cleaning_up, lists, missing_files, older_documents, redirect_batches
from news.images import NewsImage
from news.kept_uploads import forget_old
from news.public_pictures import BATCH, pictures_in, settle

logger = logging.getLogger(__name__)

# A mail, a count or a page of the index never waits behind a hundred pictures.
LATER = -10
PICTURES_AT_ONCE = 5


@task(priority=LATER)
def make_picture_files(image_id: int) -> int:
    """Make the files that pages show of a picture, before the first reader asks for them.

    A picture whose own file is lost needs none; any other trouble is raised, to be tried again.
    """
    image = NewsImage.objects.filter(pk=image_id).first()
    if image is None or not image.file.storage.exists(image.file.name):
        log_gone("picture", image_id)
        return 0
    return missing_files.complete(image)


@retried(label=_("Make the files that older pictures lack"))
@task(priority=LATER)
def make_missing_files(after: int = 0) -> None:
    """Some pictures at a time, then the next; a mail goes between."""
    lacking, make = missing_files.lacking(), missing_files.complete
    last = act_on_some(lacking, make, after=after, most=PICTURES_AT_ONCE)
    if last is not None:
        make_missing_files.enqueue(last)


@retried(max_attempts=12, first_wait=timedelta(seconds=5), longest_wait=timedelta(hours=1))
@task()
def settle_pictures(keys: list[int]) -> int:
    """Put the files of pictures where readers find them, or where they do not."""
    return settle(keys)


@task()
def settle_pictures_below(page_id: int) -> int:
    """The same for all pictures of a page and of those below it."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        return 0
    below = page.get_descendants(inclusive=True).values_list("pk", flat=True)
    keys = list(below)
    batches = (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
    return sum(settle(pictures_in(batch)) for batch in batches)


@task(priority=LATER)
def settle_all_pictures() -> int:
    """Once a day: whatever was missed, by a program that writes past the pages or by a crash."""
    return settle(NewsImage.objects.values_list("pk", flat=True))


@task(priority=LATER)
def check_lists() -> int:
    """Once a day: lists of articles that were written past, by a program or by hand."""
    wrong = sum(lists.check())
    if wrong:
        logger.warning("Lists of articles mended: %d entries and numbers were wrong", wrong)
    return wrong


@task(priority=LATER)
def clean_old_pictures() -> int:
    """Take the camera data out of some pictures from before that was done; the clock asks again."""
    return cleaning_up.clean_some()


@task(priority=LATER)
def look_at_documents() -> int:
    """Note which documents name people, some at a time; the clock asks again."""
    return older_documents.look_at_some()


@task(priority=LATER)
def forget_old_uploads() -> int:
    """Delete the files of uploads that nobody came back for."""
    return forget_old()


@retried(label=_("Write the redirects of a moved section"))
@task(priority=LATER)
def write_redirects() -> int:
    """Write those of all pages that have moved, in batches; a killed worker's are gone on with."""
    batches = 0
    while redirect_batches.write_some():
        batches += 1
    return batches
