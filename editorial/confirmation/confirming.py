"""Confirmation of what another reviewer has changed, or its refusal."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from editorial import rules
from editorial.events.kinds import Event
from editorial.gates import evaluate
from editorial.urgent.carrying import publish_confirmed
from editorial.workflow import history
from editorial.workflow.action import PageAction
from editorial.workflow.confirmations import close, still_asks
from editorial.workflow.deciding import approve
from editorial.workflow.models import ConfirmationRequest
from editorial.workflow.refusals import NotYours, TooLate


def open_requests(user: User) -> list[ConfirmationRequest]:
    """Return the open requests that `user` may answer, the oldest first."""
    requests = ConfirmationRequest.objects.open().select_related("page", "asked_by", "revision")
    return [
        request
        for request in requests.exclude(asked_by=user)
        if rules.may_confirm(user, request) and still_holds(request)
    ]


def request_on(page: Page) -> ConfirmationRequest | None:
    """The open request on a page that its newest version has not overtaken."""
    requests = page.confirmations.open().select_related("asked_by", "revision").order_by("-pk")
    return next((request for request in requests if still_holds(request)), None)


def still_holds(request: ConfirmationRequest) -> bool:
    """Return whether the stored text is still the one that is to be confirmed."""
    requests = ConfirmationRequest.objects.open().select_related("page__latest_revision")
    stored = requests.select_related("revision").filter(pk=request.pk).first()
    return stored is not None and still_asks(stored)


class Answer(PageAction):
    """The answer of `user` to a request for a confirmation."""

    def __init__(self, request: ConfirmationRequest, user: User) -> None:
        super().__init__(request.page_id, user)
        self.request = request

    def reload(self) -> None:
        requests = ConfirmationRequest.objects.select_related("page", "revision")
        self.request = requests.get(pk=self.request.pk)
        self.page, self.revision = self.request.page.specific, self.request.revision

    def check(self) -> None:
        """Raise NotYours, TooLate."""
        if not rules.may_confirm(self.user, self.request):
            raise NotYours(_("This change is for another reviewer to confirm."))
        if not still_holds(self.request):
            raise TooLate(
                _("Nothing was confirmed: the text has changed or was decided on meanwhile.")
            )


class Confirm(Answer):
    """Let the changed text go out, now or at its hour."""

    log_action = history.CONFIRMED

    def check(self) -> None:
        """Raise GateClosed, and what every answer raises."""
        super().check()
        if self.request.task_state is not None:
            evaluate.ask_for_approval(self.request.task_state.workflow_state, self.user)

    def perform(self) -> None:
        close(self.request, self.user)

    def follow_up(self) -> None:
        """Publish, which the history has after the confirmation. Raise DecisionRefused."""
        if self.request.task_state is None:
            publish_confirmed(self.request, self.user)
        else:
            approve(self.request.task_state, self.user)


class Decline(Answer):
    """Give the change back to the person who made it, with a note."""

    log_action = history.DECLINED
    event = Event.DECLINED

    def __init__(self, request: ConfirmationRequest, user: User, note: str) -> None:
        super().__init__(request, user)
        self.note = note

    def perform(self) -> None:
        close(self.request, self.user, self.note)

    def log_data(self) -> dict[str, str]:
        return {"note": self.note}

    def event_details(self) -> dict[str, object]:
        return {"note": self.note, "asked_by": self.request.asked_by_id}
