"""What the desk does with lists of exam results, under lock, and what the history says of it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from editorial import rules
from editorial.newsroom import NewsroomSize, newsroom
from news.exams import importing, publishing
from news.exams.tasks import prepare_exam_list, read_exam_list
from news.models import ExamLine, ExamList, ExamRequest, ExamResultsPage
from news.models.exams import ListState, RequestState

BROUGHT, APPROVED, REFUSED = (
    "editorial.exam_list_brought",
    "editorial.exam_list_approved",
    "editorial.exam_list_refused",
)
HIDDEN, SHOWN = "editorial.exam_line_hidden", "editorial.exam_line_shown"


class Stale(Exception):
    """Somebody has decided meanwhile; the text says what."""


def may_bring(user: User, page: ExamResultsPage) -> bool:
    return rules.may_edit(user, page)


def may_decide(user: User, exam_list: ExamList) -> bool:
    """Those who review the page, but not whoever brought the list, unless they are alone."""
    if not rules.reviews_any_step(user, exam_list.page):
        return False
    return exam_list.uploaded_by_id != user.pk or newsroom().size == NewsroomSize.SOLO


def may_hide(user: User, page: ExamResultsPage) -> bool:
    """A person asks for it, so that one of the desk is enough."""
    return rules.reviews_any_step(user, page)


@transaction.atomic
def begin_reading(exam_list: ExamList, columns: list[str], has_head: bool, user: User) -> None:
    """Read a list whose columns were named. Raises Stale."""
    states = (ListState.COLUMNS, ListState.UNREADABLE)
    changed = ExamList.objects.filter(pk=exam_list.pk, state__in=states).update(
        columns=columns, has_head=has_head, state=ListState.READING, problem=""
    )
    if not changed:
        raise Stale(_("This list is being read already."))
    log(exam_list.page, BROUGHT, user=user, data={"list": exam_list.number})
    read_exam_list.enqueue(exam_list.pk)


@transaction.atomic
def approve(exam_list: ExamList, user: User) -> None:
    """Approve a list that was read; its files are written, and it goes out at its hour.

    Raises Stale where the list, or the one that is published, is another one than was shown.
    """
    held = _held(exam_list, user)
    published = importing.published_of(held.page)
    if published is not None and published.number > held.number:
        raise Stale(_("A later list is published already: bring this one again, if it is right."))
    if held.blocks:
        raise Stale(_("A number has several results: the authority has to say which one is right."))
    shown = (held.added, held.withdrawn, held.changed)
    importing.compare(held)
    if shown != (held.added, held.withdrawn, held.changed):
        held.save()
        raise Stale(_("Another list was published meanwhile: here is what this one changes now."))
    _decide(held, ListState.APPROVED, user)
    log(held.page, APPROVED, user=user, data=_facts(held))
    prepare_exam_list.enqueue(held.pk)


@transaction.atomic
def refuse(exam_list: ExamList, user: User, reason: str) -> None:
    held = _held(exam_list, user)
    held.reason = reason[:255]
    _decide(held, ListState.REFUSED, user)
    log(held.page, REFUSED, user=user, data=_facts(held) | {"reason": held.reason})
    transaction.on_commit(lambda: importing.forget(held))


@transaction.atomic
def hide(request: ExamRequest, user: User) -> None:
    """Hide the line that a request is about. Raises Stale where no list has it."""
    lines = ExamLine.objects.filter(
        exam_list__page=request.page_id, key=request.key, word=request.word_key
    )
    if not lines.exists():
        raise Stale(_("No list has a line with this number and word."))
    _settle(request, RequestState.HIDDEN, user)
    log(request.page, HIDDEN, user=user)


@transaction.atomic
def leave(request: ExamRequest, user: User) -> None:
    """Refuse a request; a line that was hidden is shown again."""
    _settle(request, RequestState.REFUSED, user)
    log(request.page, SHOWN, user=user)


def _settle(request: ExamRequest, state: RequestState, user: User) -> None:
    if not may_hide(user, request.page):
        raise PermissionDenied
    request.state, request.decided_by, request.decided_at = state, user, timezone.now()
    request.save()
    # What waits for the commit would be lost with the process; writing the file twice is harmless.
    publishing.rewrite(request)
    transaction.on_commit(lambda: publishing.rewrite(request))


def _held(exam_list: ExamList, user: User) -> ExamList:
    """The list, locked, that waits for a decision which the user may take."""
    lists = ExamList.objects.select_for_update(of=("self",)).select_related("page")
    held = lists.get(pk=exam_list.pk)
    if not may_decide(user, held):
        raise PermissionDenied
    if held.state != ListState.WAITING:
        raise Stale(_("This list was decided already."))
    return held


def _decide(exam_list: ExamList, state: ListState, user: User) -> None:
    exam_list.state, exam_list.decided_by, exam_list.decided_at = state, user, timezone.now()
    exam_list.save()


def _facts(exam_list: ExamList) -> dict[str, int]:
    return {
        "list": exam_list.number,
        "lines": exam_list.lines,
        "added": exam_list.added,
        "withdrawn": exam_list.withdrawn,
        "changed": exam_list.changed,
    }
