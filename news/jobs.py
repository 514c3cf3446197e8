"""Periodic work of the newsroom."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs import queue
from jobs.periodic import Tick, periodic
from news import cleaning_up, missing_files, older_documents
from news.exams import publishing
from news.exams.tasks import mend_exam_lists
from news.tasks import (
    check_lists,
    clean_old_pictures,
    forget_old_uploads,
    look_at_documents,
    make_missing_files,
    settle_all_pictures,
)


@periodic(
    every=timedelta(days=1),
    name="news.settle_pictures",
    label=_("Look whether readers find the pictures of published texts, and no others"),
)
def look_after_pictures(tick: Tick) -> None:
    settle_all_pictures.enqueue()


@periodic(
    every=timedelta(minutes=10),
    name="news.clean_pictures",
    label=_("Take what cameras wrote out of older pictures"),
    left=cleaning_up.remaining,
)
def clean_pictures(tick: Tick) -> None:
    if cleaning_up.remaining():
        clean_old_pictures.enqueue()


@periodic(
    every=timedelta(minutes=10),
    name="news.make_missing_files",
    label=_("Make the files that older pictures lack"),
    left=lambda: missing_files.lacking().count(),
)
def complete_pictures(tick: Tick) -> None:
    if missing_files.lacking().exists() and not queue.is_under_way(make_missing_files):
        make_missing_files.enqueue()


@periodic(
    every=timedelta(minutes=10),
    name="news.look_at_documents",
    label=_("Look which documents name people"),
    left=lambda: older_documents.not_looked_at().count(),
)
def find_names_in_documents(tick: Tick) -> None:
    if older_documents.not_looked_at().exists():
        look_at_documents.enqueue()


@periodic(
    every=timedelta(days=1),
    name="news.check_lists",
    label=_("Look whether lists of articles show what is published"),
)
def look_after_lists(tick: Tick) -> None:
    check_lists.enqueue()


@periodic(
    every=timedelta(days=1),
    name="news.forget_uploads",
    label=_("Delete the files of uploads that nobody came back for"),
)
def forget_uploads(tick: Tick) -> None:
    forget_old_uploads.enqueue()


@periodic(
    every=timedelta(seconds=1),
    name="news.publish_exam_lists",
    label=_("Publish lists of exam results at their hour"),
    shared=True,
)
def publish_exam_lists(tick: Tick) -> None:
    publishing.publish_due(tick.now)


@periodic(
    every=timedelta(minutes=5),
    name="news.mend_exam_files",
    label=_("Write files of exam results that are missing"),
)
def mend_exam_files(tick: Tick) -> None:
    mend_exam_lists.enqueue()


@periodic(
    every=timedelta(hours=1),
    name="news.forget_exam_lists",
    label=_("Delete lists of exam results whose end has come"),
)
def forget_exam_lists(tick: Tick) -> None:
    publishing.forget_old(timezone.localdate(tick.now))
