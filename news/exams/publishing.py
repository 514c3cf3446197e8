"""Writes the files of an approved list, publishes them at its hour, deletes them at its end.

The files are written beforehand where nobody is served; at the hour a link is changed, and one row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import partial

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from news.exam_files import shards
from news.exam_files.keys import LineKey, key_of, normal_number, normal_word
from news.exam_files.shards import Found
from news.exams.importing import CHUNK, forget
from news.models import ExamLine, ExamList, ExamRequest, ExamResultsPage
from news.models.exams import ListState, RequestState

logger = structlog.get_logger(__name__)


def prepare(exam_list: ExamList) -> None:
    """Write the files of a list into a folder that is not published yet."""
    started = timezone.now()
    lines = ExamLine.objects.filter(exam_list=exam_list).order_by("bucket", "pk")
    folder = shards.folder_of(exam_list.page_id) / exam_list.folder_name
    length = shards.record_length(exam_list.longest)
    shards.write_all(folder, _shown(exam_list.page, lines), exam_list.files, length)
    ExamList.objects.filter(pk=exam_list.pk).update(is_prepared=True)
    # What was hidden or shown again while the files were written.
    for request in ExamRequest.objects.filter(page=exam_list.page_id, decided_at__gte=started):
        rewrite(request)


def due(now: datetime) -> QuerySet[ExamList]:
    """The prepared lists whose page is online and whose hour has come, the oldest first."""
    come = Q(page__announced_at=None) | Q(page__announced_at__lte=now)
    waiting = ExamList.objects.filter(state=ListState.APPROVED, is_prepared=True, page__live=True)
    return waiting.filter(come).select_related("page").order_by("page", "number")


def publish_due(now: datetime) -> int:
    """Publish what is due, each list once; one that fails stays, and is tried at the next beat."""
    done = 0
    for exam_list in due(now):
        try:
            done += publish(exam_list)
        except OSError as error:
            logger.error("exam_list_not_published", exam_list=exam_list.pk, reason=str(error))
    return done


@transaction.atomic
def publish(exam_list: ExamList) -> bool:
    """Have readers find a prepared list; return whether it was this call that did.

    Raises OSError where its files cannot be linked; it stays approved then.
    """
    lists = ExamList.objects.select_for_update().filter(page=exam_list.page_id)
    claimed = lists.filter(pk=exam_list.pk, state=ListState.APPROVED).first()
    if claimed is None:
        return False
    if lists.filter(state=ListState.PUBLISHED, number__gt=claimed.number).exists():
        # A later one was quicker.
        lists.filter(pk=claimed.pk).update(state=ListState.REPLACED)
        return False
    lists.filter(state=ListState.PUBLISHED).update(state=ListState.REPLACED)
    ExamList.objects.filter(pk=exam_list.pk).update(
        state=ListState.PUBLISHED, published_at=timezone.now()
    )
    # Before the commit: a list that is said to be there is there.
    shards.publish(exam_list.page_id, exam_list.folder_name)
    transaction.on_commit(partial(_forget_replaced, exam_list.page_id))
    return True


def _forget_replaced(page: int) -> None:
    """The lines of lists that were replaced: what was withdrawn from them is nobody's business."""
    shards.tidy(page)
    replaced = ExamList.objects.filter(page=page, state=ListState.REPLACED)
    for exam_list in replaced:
        forget(exam_list)


def rewrite(request: ExamRequest) -> None:
    """Write the one file anew in which the line of a request is: hidden, or shown again."""
    page = request.page
    for exam_list in ExamList.objects.filter(
        page=page, state__in=(ListState.PUBLISHED, ListState.APPROVED), is_prepared=True
    ):
        key = key_of(page.salt, request.key, request.word_key)
        _write_file(exam_list, shards.file_number(key.bucket, exam_list.files))


def _write_file(exam_list: ExamList, number: int) -> None:
    """Write one file of a list anew, in its place."""
    first, end = shards.buckets_of(number, exam_list.files)
    lines = ExamLine.objects.filter(exam_list=exam_list, bucket__gte=first, bucket__lt=end)
    folder = shards.folder_of(exam_list.page_id) / exam_list.folder_name
    length = shards.record_length(exam_list.longest)
    shown = _shown(exam_list.page, lines.order_by("bucket", "pk"))
    shards.write_one(folder, number, shown, exam_list.files, length)


def _shown(page: ExamResultsPage, lines: QuerySet[ExamLine]) -> Iterator[tuple[LineKey, bytes]]:
    """The lines that readers may find, with their keys; without those that are hidden."""
    hidden = ExamRequest.objects.filter(page=page, state=RequestState.HIDDEN)
    left_out = set(hidden.values_list("key", "word_key"))
    for line in lines.iterator(CHUNK):
        if (line.key, line.word) not in left_out:
            found = Found(**{name: getattr(line, name) for name in Found.__dataclass_fields__})
            found = found if page.by_name else replace(found, name="")
            yield key_of(page.salt, line.key, line.word), found.packed()


def look_up(page: ExamResultsPage, exam_list: ExamList, number: str, word: str) -> Found | None:
    """The line of a candidate, read from the files, as typed; without a query."""
    key = key_of(page.salt, normal_number(number), normal_word(word))
    found = shards.look_up(page.pk, key, exam_list.files)
    return found if found is None or page.by_name else replace(found, name="")


def mend() -> int:
    """Write the files of published lists anew where they are missing, as after a backup."""
    lists = ExamList.objects.filter(state=ListState.PUBLISHED, is_forgotten=False, page__live=True)
    return sum(_mend(exam_list) for exam_list in lists.select_related("page"))


def follow(page: ExamResultsPage) -> None:
    """Have the files of a page be there while it is online, with names only if it says so."""
    if not page.live:
        shards.withdraw(page.pk)
        return
    lists = ExamList.objects.filter(page=page, state=ListState.PUBLISHED, is_forgotten=False)
    for exam_list in lists.select_related("page"):
        _mend(exam_list)
        named = ExamLine.objects.filter(exam_list=exam_list).exclude(name="")
        if not page.by_name and named.exists():
            for number in range(exam_list.files):
                _write_file(exam_list, number)
            named.update(name="", name_key="")


def _mend(exam_list: ExamList) -> bool:
    if shards.is_there(exam_list.page_id):
        return False
    if not shards.is_written(exam_list.page_id, exam_list.folder_name):
        prepare(exam_list)
    shards.publish(exam_list.page_id, exam_list.folder_name)
    return True


def forget_old(today: date) -> int:
    """Delete the lines of lists whose end has come; return how many lists there were."""
    over = ExamList.objects.filter(page__names_until__lt=today, is_forgotten=False)
    number = 0
    for exam_list in over.select_related("page"):
        shards.forget(exam_list.page_id)
        forget(exam_list)
        ExamRequest.objects.filter(page=exam_list.page_id).delete()
        # Last: what was broken off is begun again.
        ExamList.objects.filter(pk=exam_list.pk).update(is_forgotten=True, problems=[])
        number += 1
    return number
