"""Signal receivers: the files of exam results follow their page."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from news.exam_files import shards
from news.exams.importing import path_of
from news.exams.tasks import follow_exam_page
from news.models import ExamList, ExamResultsPage


@receiver(page_published)
def follow(instance: Page, **kwargs: object) -> None:
    if isinstance(instance, ExamResultsPage) and instance.published_lists:
        follow_exam_page.enqueue(instance.pk)


@receiver(page_unpublished)
def withdraw(instance: Page, **kwargs: object) -> None:
    if isinstance(instance, ExamResultsPage):
        transaction.on_commit(partial(shards.withdraw, instance.pk))


@receiver(post_delete, sender=ExamResultsPage)
def forget_page(instance: ExamResultsPage, **kwargs: object) -> None:
    # Its key is gone from the instance once the deletion is done.
    transaction.on_commit(partial(shards.forget, instance.pk))


@receiver(post_delete, sender=ExamList)
def forget_file(instance: ExamList, **kwargs: object) -> None:
    if instance.stored_as:
        transaction.on_commit(partial(path_of(instance).unlink, missing_ok=True))
