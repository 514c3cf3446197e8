"""A change that the last reviewer of a text has made: confirmed, published as form, taken back.

Each begins by locking the page and reading it anew, and says in the history what was done.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from accounts.models import User
from editorial import rules
from editorial.gates import evaluate
from editorial.newsroom import newsroom
from editorial.urgent.afterwards import require_review
from editorial.urgent.models import UnreviewedKind
from editorial.versions.authorship import before_change_of
from editorial.versions.canonical import SCHEDULE
from editorial.versions.conflicts import lock_page
from editorial.versions.tokens import revision_token
from editorial.workflow.confirmations import ask
from editorial.workflow.deciding import approve
from editorial.workflow.form_correction import (
    FORM_ACTION,
    Finding,
    MoreThanForm,
    what_is_more_than_form,
)
from editorial.workflow.models import ConfirmationRequest
from editorial.workflow.refusals import NotYours, TooLate, not_yours
from editorial.workflow.review import UnseenRevision

CONFIRMED_ACTION = "editorial.confirmed"
DECLINED_ACTION = "editorial.confirmation_declined"
TAKEN_BACK_ACTION = "editorial.change_taken_back"


@dataclass
class OwnChange:
    """What `user` has changed in a text whose last step is theirs to decide.

    seen: the name of the version that `user` has before them.
    """

    page_id: int
    user: User
    seen: str = ""

    @property
    def page(self) -> Page:
        return Page.objects.get(pk=self.page_id).specific

    @property
    def latest(self) -> Revision:
        return self.page.get_latest_revision()

    @property
    def before(self) -> Revision | None:
        """The text without the change."""
        return before_change_of(self.user, self.page)

    def findings(self) -> list[Finding]:
        """What keeps the change from being one of form."""
        before = self.before
        if before is None:
            return [Finding(_("You have written the whole text."))]
        return what_is_more_than_form(
            before.content, self.latest.content, newsroom().form_correction_limit
        )

    def check(self) -> None:
        """Raises DecisionRefused where there is no such change, ChangedSince for another one."""
        page, latest = self.page, self.latest
        if page.current_workflow_task is None:
            raise TooLate(_("“%s” is not under review any more.") % page.get_admin_display_title())
        if not rules.may_take_step(self.user, latest):
            raise not_yours(self.user, latest)
        if not rules.lacks_second_person(self.user, latest):
            raise TooLate(
                _("Somebody else stands behind this text by now: it can be approved as usual.")
            )
        if self.seen and self.seen != revision_token(latest):
            raise UnseenRevision

    @transaction.atomic
    def ask_for_confirmation(self) -> ConfirmationRequest:
        """Have any other reviewer read the change alone. Asking twice asks once.

        Raises DecisionRefused, ChangedSince, GateClosed.
        """
        lock_page(self.page_id)
        self.check()
        page, latest = self.page, self.latest
        task_state = page.current_workflow_task_state
        evaluate.ask_for_approval(task_state.workflow_state, self.user)
        return ask(page, self.user, self.before or latest, latest, task_state)

    @transaction.atomic
    def publish_as_form(self) -> Page:
        """Let a correction of form go out, to be read afterwards by somebody else.

        Raises DecisionRefused, ChangedSince, GateClosed.
        """
        lock_page(self.page_id)
        self.check()
        findings = self.findings()
        if findings:
            raise MoreThanForm(findings)
        page, latest, before = self.page, self.latest, self.before
        task_state = page.current_workflow_task_state
        evaluate.ask_for_approval(task_state.workflow_state, self.user)
        approve(task_state, self.user)
        log(instance=page, action=FORM_ACTION, user=self.user, revision=latest)
        reason = _("Correction of form by the last reviewer.")
        require_review(latest, self.user, reason, UnreviewedKind.FORM, before)
        return self.page

    @transaction.atomic
    def take_back(self) -> Page:
        """Make the text without the change the newest version; the change stays in the history.

        The hour that was set stays. Raises DecisionRefused, ChangedSince.
        """
        lock_page(self.page_id)
        self.check()
        page, before = self.page, self.before
        if before is None:
            raise NotYours(_("You have written the whole text: there is nothing to go back to."))
        hours = {name: getattr(page.get_latest_revision_as_object(), name) for name in SCHEDULE}
        version: Any = before.as_object()
        for name, value in hours.items():
            setattr(version, name, value)
        revision = version.save_revision(user=self.user, previous_revision=before)
        log(instance=page, action=TAKEN_BACK_ACTION, user=self.user, revision=revision)
        return self.page
