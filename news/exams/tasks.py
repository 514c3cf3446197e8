"""Queued tasks: reading a list, writing its files."""

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from jobs.gone import log_gone
from jobs.retrying import retried
from news.exams import importing, publishing
from news.models import ExamList, ExamResultsPage
from news.models.exams import ListState


@retried(label=_("Read a list of exam results"))
@task()
def read_exam_list(list_id: int) -> None:
    exam_list = _list(list_id, ListState.READING)
    if exam_list is not None:
        importing.read(exam_list)


@retried(label=_("Write the files of a list of exam results"))
@task()
def prepare_exam_list(list_id: int) -> None:
    exam_list = _list(list_id, ListState.APPROVED)
    if exam_list is not None and not exam_list.is_prepared:
        publishing.prepare(exam_list)


@retried(label=_("Have the files of exam results follow their page"))
@task()
def follow_exam_page(page_id: int) -> None:
    page = ExamResultsPage.objects.filter(pk=page_id).first()
    if page is not None:
        publishing.follow(page)


@task()
def mend_exam_lists() -> int:
    return publishing.mend()


def _list(list_id: int, state: ListState) -> ExamList | None:
    exam_list = ExamList.objects.select_related("page").filter(pk=list_id, state=state).first()
    if exam_list is None:
        log_gone("exam list", list_id)
    return exam_list
