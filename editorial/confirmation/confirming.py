"""Confirming, or not, what another reviewer has changed."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from accounts.models import User
from editorial import rules
from editorial.confirmation.own_change import CONFIRMED_ACTION, DECLINED_ACTION
from editorial.events.announcing import announce
from editorial.events.kinds import Event
from editorial.gates import evaluate
from editorial.urgent.correct_now import publish_confirmed
from editorial.versions.conflicts import lock_page
from editorial.workflow.confirmations import close, still_asks
from editorial.workflow.deciding import approve
from editorial.workflow.models import ConfirmationRequest
from editorial.workflow.refusals import NotYours, TooLate


def open_requests(user: User) -> list[ConfirmationRequest]:
    """What waits for a confirmation that `user` may give, the oldest first."""
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
    """Whether the text is, as stored now, still the one that is to be confirmed."""
    requests = ConfirmationRequest.objects.open().select_related("page__latest_revision")
    stored = requests.select_related("revision").filter(pk=request.pk).first()
    return stored is not None and still_asks(stored)


@dataclass
class Confirmation:
    """The answer of one person to one request."""

    request: ConfirmationRequest
    user: User

    @transaction.atomic
    def confirm(self) -> Page:
        """Let the changed text go out, now or at its hour.

        Raises DecisionRefused, GateClosed.
        """
        self.lock_and_check()
        request = self.request
        log(
            instance=request.page.specific,
            action=CONFIRMED_ACTION,
            user=self.user,
            revision=request.revision,
        )
        close(request, self.user)
        if request.task_state is None:
            publish_confirmed(request, self.user)
        else:
            evaluate.ask_for_approval(request.task_state.workflow_state, self.user)
            approve(request.task_state, self.user)
        return Page.objects.get(pk=request.page_id).specific

    @transaction.atomic
    def decline(self, note: str) -> None:
        """Give the change back to whoever made it, with a word. Raises DecisionRefused."""
        self.lock_and_check()
        request = self.request
        close(request, self.user, note)
        log(
            instance=request.page.specific,
            action=DECLINED_ACTION,
            user=self.user,
            revision=request.revision,
            data={"note": note},
        )
        announce(
            Event.DECLINED, request.page, actor=self.user, note=note, asked_by=request.asked_by_id
        )

    def lock_and_check(self) -> None:
        lock_page(self.request.page_id)
        self.request = ConfirmationRequest.objects.select_related("page", "revision").get(
            pk=self.request.pk
        )
        if not rules.may_confirm(self.user, self.request):
            raise NotYours(_("This change is for another reviewer to confirm."))
        if not still_holds(self.request):
            raise TooLate(
                _("Nothing was confirmed: the text has changed or was decided on meanwhile.")
            )
