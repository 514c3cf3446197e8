"""Decisions on a correction of the live version (« Corriger tout de suite »).

It goes to the readers at once where it is one of form, or with a reason; else somebody else
confirms it first. It also goes into every version that would otherwise bring the mistake back: the
scheduled one and the newest draft. What it changes there and somebody else has changed too is
asked for, field by field.
"""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from accounts.models import User
from editorial import rules
from editorial.events.kinds import Event
from editorial.gates import evaluate
from editorial.gates.models import Transition
from editorial.newsroom import NewsroomSize, newsroom
from editorial.urgent.afterwards import require_review
from editorial.urgent.carrying import (
    MergeConflict,
    Versions,
    carried_into,
    conflict_with_schedule,
    content_of,
    publish_correction,
    save_later_version,
)
from editorial.urgent.emergency import StaleRevision
from editorial.urgent.models import UnreviewedKind
from editorial.versions.canonical import Content
from editorial.workflow import history
from editorial.workflow.action import PageAction
from editorial.workflow.confirmations import ask
from editorial.workflow.form_correction import Finding, MoreThanForm, what_is_more_than_form


def may_correct_now(user: User, page: Page) -> bool:
    """Return whether `user` may edit the page, and it is live and needs approval."""
    return (
        rules.needs_approval(page.specific_class)
        and page.permissions_for_user(user).can_edit()
        and Versions.of(page) is not None
    )


def may_publish_form(user: User, page: Page) -> bool:
    """Return whether `user` may publish a correction of form: who judges the last step may."""
    return rules.judges_last_step(user, page)


def findings(corrected: Page) -> list[Finding]:
    """What makes the correction more than one of form; empty if it is one."""
    live: Content = corrected.live_revision.content
    return what_is_more_than_form(live, content_of(corrected), newsroom().form_correction_limit)


class LiveCorrection(PageAction):
    """A decision on a changed copy of the live version, by `user`, who has seen these versions.

    chosen: for a field that was changed on both sides, whose value later versions get: "mine",
    theirs as they are, or "theirs", the correction's.
    """

    revision: Revision

    def __init__(
        self, corrected: Page, user: User, seen: Versions, chosen: Mapping[str, str]
    ) -> None:
        super().__init__(corrected.pk, user)
        self.corrected, self.seen, self.chosen = corrected, seen, chosen

    def is_permitted(self) -> bool:
        """Whether `user` may have the correction go this way."""
        raise NotImplementedError

    def check(self) -> None:
        """Raise PermissionDenied, StaleRevision."""
        if not self.is_permitted():
            raise PermissionDenied
        if Versions.of(self.page) != self.seen:
            raise StaleRevision

    def save(self) -> None:
        """Save the correction as a version. Raise ValidationError where it is incomplete."""
        self.revision = self.corrected.save_revision(user=self.user)

    def publish(self) -> None:
        """Raise MergeConflict for a field without a choice."""
        publish_correction(self.page, self.revision, self.user, self.chosen, self.seen)

    def refuse_new_obstacles(self) -> None:
        """Ask the checks of an update only for what the correction has brought about.

        What an old article lacks is no reason to keep its typing errors. Raises GateClosed.
        """
        known = {finding.message for finding in evaluate.findings(self.page)}
        verdict = evaluate.gate(self.corrected, Transition.UPDATE, self.user)
        new = tuple(finding for finding in verdict.blocking if finding.message not in known)
        if new:
            raise evaluate.GateClosed(evaluate.Verdict(Transition.UPDATE, new))


class PublishFormCorrection(LiveCorrection):
    """Publish a correction of form, to be read afterwards by somebody else."""

    def is_permitted(self) -> bool:
        return may_publish_form(self.user, self.page)

    def check(self) -> None:
        """Raise MoreThanForm, and what other corrections raise."""
        super().check()
        self.is_alone = newsroom().size == NewsroomSize.SOLO
        self.log_action = history.ALONE if self.is_alone else history.FORM
        if not self.is_alone and (found := findings(self.corrected)):
            raise MoreThanForm(found)

    def perform(self) -> None:
        """Raise ValidationError, GateClosed, MergeConflict."""
        self.save()
        self.refuse_new_obstacles()
        self.publish()

    def follow_up(self) -> None:
        if not self.is_alone:
            reason, before = _("Correction of form."), self.page.live_revision
            require_review(self.revision, self.user, reason, UnreviewedKind.FORM, before)


class PublishCorrection(LiveCorrection):
    """Publish whatever the correction changes, with a reason on record, to be read afterwards."""

    log_action = history.CORRECTED
    event = Event.EMERGENCY

    def __init__(
        self,
        corrected: Page,
        user: User,
        seen: Versions,
        chosen: Mapping[str, str],
        reason: str,
    ) -> None:
        super().__init__(corrected, user, seen, chosen)
        self.reason = reason

    def is_permitted(self) -> bool:
        return bool(self.page.permissions_for_user(self.user).can_publish_in_emergency())

    def perform(self) -> None:
        """Raise ValidationError, MergeConflict."""
        self.save()
        self.verdict = evaluate.gate(self.revision, Transition.UPDATE, self.user)
        self.publish()

    def follow_up(self) -> None:
        evaluate.record_override(self.revision, self.verdict, self.user, self.reason)
        kind, before = UnreviewedKind.CORRECTION, self.page.live_revision
        require_review(self.revision, self.user, self.reason, kind, before)

    def log_data(self) -> dict[str, str]:
        return {"reason": self.reason}

    def event_details(self) -> dict[str, str]:
        return {"reason": self.reason}


class AskToConfirmCorrection(LiveCorrection):
    """Have another reviewer read the change alone; until then readers see what they saw.

    Drafts get the correction at once.
    """

    def is_permitted(self) -> bool:
        return may_correct_now(self.user, self.page)

    def check(self) -> None:
        """Raise DecisionRefused, and what other corrections raise."""
        super().check()
        # What the scheduled version is to say is chosen as the correction goes out, not before.
        scheduled = [self.page.scheduled_revision] if self.page.scheduled_revision else []
        try:
            carried_into(scheduled, self.page.live_revision.content, self.corrected, {})
        except MergeConflict as conflict:
            raise conflict_with_schedule(conflict) from conflict

    def perform(self) -> None:
        """Raise MergeConflict, ValidationError, GateClosed."""
        before, draft = self.page.live_revision, self.page.latest_revision
        later = [] if draft == before or draft.pk == self.seen.scheduled else [draft]
        contents = carried_into(later, before.content, self.corrected, self.chosen)
        self.save()
        self.refuse_new_obstacles()
        for content in contents:
            save_later_version(self.read_page(), content, self.user, None)
        # Puts itself on record, once for one version.
        ask(self.page, self.user, before, self.revision)
