"""Reads the states of pages from Wagtail's own, for lists and filters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState

from accounts.models import User
from editorial.workflow import history
from editorial.workflow.confirmations import waiting_for_confirmation
from news.models import Byline, Withdrawal

OPEN = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


@dataclass(frozen=True)
class Mark:
    """A state of a page; `code` is also the name of its filter and its style."""

    code: str
    label: str


@dataclass
class Row:
    """What a list shows of a page beside its title. views: None where the user sees no figures."""

    marks: list[Mark]
    bylines: list[str]
    goes_live_at: datetime | None
    withdrawal: PageLogEntry | None
    changed_at: datetime | None
    changed_by: User | None
    views: int | None = None


def rows_for(pages: Iterable[Page]) -> dict[int, Row]:
    """Return the rows of pages by key, in a fixed number of queries."""
    pages = list(pages)
    keys = [page.pk for page in pages]
    bylines: dict[int, list[str]] = {}
    for byline in Byline.objects.filter(article__in=keys).select_related("author"):
        bylines.setdefault(byline.article_id, []).append(byline.author.name)
    revisions = Revision.page_revisions.filter(object_id__in=[str(key) for key in keys])
    due = dict(
        revisions.filter(approved_go_live_at__isnull=False).values_list(
            "object_id", "approved_go_live_at"
        )
    )
    latest = [page.latest_revision_id for page in pages if page.latest_revision_id]
    editors = {
        revision.pk: revision.user
        for revision in Revision.objects.filter(pk__in=latest)
        .select_related("user")
        .defer("content")
    }
    states: dict[int, WorkflowState] = {}
    for state in _open_states().filter(object_id__in=[str(key) for key in keys]):
        states[int(state.object_id)] = state
    to_confirm = waiting_for_confirmation(keys)
    withdrawn = withdrawals_of(page.pk for page in pages if not page.live)
    return {
        page.pk: Row(
            marks=marks_of(
                page,
                states.get(page.pk),
                due.get(str(page.pk)),
                withdrawn=page.pk in withdrawn,
                to_confirm=page.pk in to_confirm,
            ),
            bylines=bylines.get(page.pk, []),
            goes_live_at=due.get(str(page.pk)),
            withdrawal=withdrawn.get(page.pk),
            changed_at=page.latest_revision_created_at,
            changed_by=editors.get(page.latest_revision_id),
        )
        for page in pages
    }


def marks_of(
    page: Page,
    state: WorkflowState | None,
    due: datetime | None,
    *,
    withdrawn: bool = False,
    to_confirm: bool = False,
) -> list[Mark]:
    """Return the marks of a page, its main state first."""
    marks = []
    if page.live:
        marks.append(Mark("live", _("Live")))
    elif withdrawn:
        marks.append(Mark("withdrawn", _("Withdrawn")))
    elif page.expired and not due:
        marks.append(Mark("expired", _("Expired")))
    elif not due and state is None:
        marks.append(Mark("draft", _("Draft")))
    if due:
        marks.append(Mark("scheduled", _("Scheduled")))
    if to_confirm:
        marks.append(Mark("to_confirm", _("Waits for a confirmation")))
    elif state is not None:
        marks.append(_workflow_mark(state))
    elif page.live and page.has_unpublished_changes and not due:
        marks.append(Mark("changed", _("Unpublished changes")))
    if page.locked:
        marks.append(Mark("locked", _("Locked")))
    return marks


def _workflow_mark(state: WorkflowState) -> Mark:
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return Mark("sent_back", _("Sent back"))
    task = state.current_task_state.task if state.current_task_state else None
    if task is None:
        return Mark("in_review", _("In review"))
    return Mark("in_review", _("In review: %(step)s") % {"step": task.name})


def withdrawals_of(keys: Iterable[int]) -> dict[int, PageLogEntry | None]:
    """Return the withdrawn pages among `keys`, with the log entry if there is one."""
    gone = list(Withdrawal.objects.filter(page__in=list(keys)).values_list("page", flat=True))
    entries = PageLogEntry.objects.filter(page__in=gone, action=history.WITHDRAWN)
    found: dict[int, PageLogEntry | None] = dict.fromkeys(gone)
    found |= {
        entry.page_id: entry for entry in entries.select_related("user").order_by("timestamp", "pk")
    }
    return found


def _open_states() -> QuerySet[WorkflowState]:
    return WorkflowState.objects.filter(
        base_content_type__app_label=Page._meta.app_label,
        base_content_type__model=Page._meta.model_name,
        status__in=OPEN,
    ).select_related("current_task_state__task")


def filter_by_state(pages: QuerySet[Page], code: str) -> QuerySet[Page]:
    """Return the pages of a queryset with the mark `code`; all of them for an unknown mark."""
    match code:
        case "draft":
            busy = [*_due(), *_under_way(*OPEN)]
            drafts = pages.filter(live=False, expired=False).exclude(pk__in=busy)
            return drafts.exclude(pk__in=_withdrawn())
        case "in_review":
            return pages.filter(pk__in=_under_way(WorkflowState.STATUS_IN_PROGRESS))
        case "sent_back":
            return pages.filter(pk__in=_under_way(WorkflowState.STATUS_NEEDS_CHANGES))
        case "to_confirm":
            return pages.filter(pk__in=waiting_for_confirmation())
        case "withdrawn":
            return pages.filter(live=False, pk__in=_withdrawn())
        case "scheduled":
            return pages.filter(pk__in=_due())
        case "live":
            return pages.filter(live=True)
        case "expired":
            return pages.filter(live=False, expired=True).exclude(pk__in=_due())
        case "locked":
            return pages.filter(locked=True)
        case _:
            return pages


def _withdrawn() -> QuerySet[Any]:
    return Withdrawal.objects.filter(page__isnull=False).values("page")


def _due() -> list[int]:
    return _pages_of(Revision.page_revisions.filter(approved_go_live_at__isnull=False))


def _under_way(*statuses: str) -> list[int]:
    return _pages_of(_open_states().filter(status__in=statuses))


def _pages_of(related: QuerySet[Any]) -> list[int]:
    """Return the keys of the pages; open workflows and schedules are few at a time."""
    return [int(key) for key in related.values_list("object_id", flat=True)]
