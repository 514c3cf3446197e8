"""Periodic work of the newsroom."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from jobs.periodic import Tick, periodic
from news import cleaning_up, older_documents
from news.tasks import (
    clean_old_pictures,
    forget_old_uploads,
    look_at_documents,
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
)
def clean_pictures(tick: Tick) -> None:
    if cleaning_up.remaining():
        clean_old_pictures.enqueue()


@periodic(
    every=timedelta(minutes=10),
    name="news.look_at_documents",
    label=_("Look which documents name people"),
)
def find_names_in_documents(tick: Tick) -> None:
    if older_documents.not_looked_at().exists():
        look_at_documents.enqueue()


@periodic(
    every=timedelta(days=1),
    name="news.forget_uploads",
    label=_("Delete the files of uploads that nobody came back for"),
)
def forget_uploads(tick: Tick) -> None:
    forget_old_uploads.enqueue()
