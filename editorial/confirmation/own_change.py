"""A change that the last reviewer of a text has made: confirmed, published as form, taken back."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from accounts.models import User
from editorial import rules
from editorial.gates import evaluate
from editorial.newsroom import newsroom
from editorial.urgent.afterwards import require_review
from editorial.urgent.models import UnreviewedKind
from editorial.versions.authorship import before_change_of
from editorial.versions.canonical import SCHEDULE
from editorial.versions.tokens import revision_token
from editorial.workflow import history
from editorial.workflow.action import PageAction
from editorial.workflow.confirmations import ask
from editorial.workflow.deciding import approve
from editorial.workflow.form_correction import Finding, MoreThanForm, what_is_more_than_form
from editorial.workflow.refusals import NotYours, TooLate, not_yours
from editorial.workflow.review import UnseenRevision


class OwnChange:
    """What `user` has changed in `page`, whose last step is theirs to decide."""

    def __init__(self, page: Page, user: User) -> None:
        self.page, self.user = page, user

    @cached_property
    def latest(self) -> Revision:
        return self.page.get_latest_revision()

    @cached_property
    def before(self) -> Revision | None:
        """The text without the change."""
        return before_change_of(self.user, self.page)

    def findings(self) -> list[Finding]:
        """What keeps the change from being one of form."""
        if self.before is None:
            return [Finding(_("You have written the whole text."))]
        return what_is_more_than_form(
            self.before.content, self.latest.content, newsroom().form_correction_limit
        )

    def check(self) -> None:
        """Raise DecisionRefused where there is no such change."""
        if self.page.current_workflow_task is None:
            title = self.page.get_admin_display_title()
            raise TooLate(_("“%s” is not under review any more.") % title)
        if not rules.may_take_step(self.user, self.latest):
            raise not_yours(self.user, self.latest)
        if not rules.lacks_second_person(self.user, self.latest):
            raise TooLate(
                _("Somebody else stands behind this text by now: it can be approved as usual.")
            )


class OwnChangeAction(PageAction):
    """A decision on a change of one's own.

    seen_token: the version that `user` has before them; empty for the newest, whichever it is.
    """

    change: OwnChange

    def __init__(self, page_id: int, user: User, seen_token: str = "") -> None:
        super().__init__(page_id, user)
        self.seen_token = seen_token

    def reload(self) -> None:
        super().reload()
        self.change = OwnChange(self.page, self.user)
        self.revision = self.change.latest

    def check(self) -> None:
        """Raise DecisionRefused where there is no such change, UnseenRevision for another one."""
        self.change.check()
        if self.seen_token and self.seen_token != revision_token(self.change.latest):
            raise UnseenRevision


class ConfirmOwnChange(OwnChangeAction):
    """Have any other reviewer read the change alone. Asking twice asks once."""

    def check(self) -> None:
        """Raise GateClosed, and what other decisions on the change raise."""
        super().check()
        self.task_state = self.page.current_workflow_task_state
        evaluate.ask_for_approval(self.task_state.workflow_state, self.user)

    def perform(self) -> None:
        before, latest = self.change.before, self.change.latest
        # Puts itself on record, once for one version.
        ask(self.page, self.user, before or latest, latest, self.task_state)


class PublishOwnChange(OwnChangeAction):
    """Let a correction of form go out, to be read afterwards by somebody else."""

    log_action = history.FORM

    def check(self) -> None:
        """Raise MoreThanForm, GateClosed, and what other decisions on the change raise."""
        super().check()
        # Before the approval, after which it would be no change any more.
        self.before = self.change.before
        if findings := self.change.findings():
            raise MoreThanForm(findings)
        self.task_state = self.page.current_workflow_task_state
        evaluate.ask_for_approval(self.task_state.workflow_state, self.user)

    def perform(self) -> None:
        approve(self.task_state, self.user)

    def follow_up(self) -> None:
        latest, reason = self.change.latest, _("Correction of form by the last reviewer.")
        require_review(latest, self.user, reason, UnreviewedKind.FORM, self.before)


class TakeBackOwnChange(OwnChangeAction):
    """Make the text without the change the newest version; the change stays in the history.

    The hour that was set stays.
    """

    log_action = history.TAKEN_BACK

    def check(self) -> None:
        """Raise what other decisions on the change raise; NotYours if there is no text without."""
        super().check()
        if self.change.before is None:
            raise NotYours(_("You have written the whole text: there is nothing to go back to."))

    def perform(self) -> None:
        before = self.change.before
        assert before is not None  # noqa: S101 (`check` has refused it)
        newest = self.page.get_latest_revision_as_object()
        version: Page = before.as_object()
        for name in SCHEDULE:
            setattr(version, name, getattr(newest, name))
        self.revision = version.save_revision(user=self.user, previous_revision=before)
