"""Requests to confirm a change of another reviewer."""

from collections.abc import Iterable

from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState

from accounts.models import User
from editorial.events.announcing import announce
from editorial.events.kinds import Event
from editorial.versions.merging import same_text
from editorial.workflow import history
from editorial.workflow.models import ConfirmationRequest


def ask(
    page: Page,
    user: User,
    before: Revision,
    revision: Revision,
    task_state: TaskState | None = None,
) -> ConfirmationRequest:
    """Put the request on record and tell those who may confirm; one request for one version."""
    request, is_new = ConfirmationRequest.objects.open().get_or_create(
        page=page,
        revision=revision,
        asked_by=user,
        defaults={"before": before, "task_state": task_state},
    )
    if is_new:
        log(instance=page.specific, action=history.ASKED, user=user, revision=revision)
        announce(Event.TO_CONFIRM, page, actor=user, request=request.pk)
    return request


def close(request: ConfirmationRequest, user: User, note: str = "") -> None:
    request.answered_by, request.answered_at, request.note = user, timezone.now(), note
    request.save(update_fields=["answered_by", "answered_at", "note"])


def waiting_for_confirmation(keys: Iterable[int] | None = None) -> set[int]:
    """The pages with a change that another reviewer confirms, among `keys` or among all.

    Open requests are few; those that a later version has overtaken ask for nothing any more.
    """
    requests = ConfirmationRequest.objects.open().select_related("page", "revision")
    if keys is not None:
        requests = requests.filter(page__in=list(keys))
    return {
        request.page_id
        for request in requests.select_related("page__latest_revision")
        if still_asks(request)
    }


def still_asks(request: ConfirmationRequest) -> bool:
    """Whether no later version of its page has overtaken a request that nobody has answered."""
    page = request.page
    if request.task_state_id is None:
        return bool(page.live and page.live_revision_id == request.before_id)
    return request.revision_id == page.latest_revision_id or same_text(
        request.revision.content, page.latest_revision.content
    )
