"""« Corriger tout de suite »: a correction of the live version, whatever else is being written.

It goes to the readers at once where it is one of form, or with a reason; else somebody else
confirms it first. It also goes into every version that would otherwise bring the mistake back: the
scheduled one and the newest draft. What it changes there and somebody else has changed too is
asked for, field by field.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.utils.timestamps import ensure_utc

from accounts.models import User
from editorial import rules
from editorial.events.announcing import announce
from editorial.events.kinds import Event
from editorial.gates import evaluate
from editorial.gates.models import Transition
from editorial.newsroom import NewsroomSize, newsroom
from editorial.urgent.afterwards import require_review
from editorial.urgent.emergency import StaleRevision
from editorial.urgent.models import UnreviewedKind
from editorial.versions.canonical import Content
from editorial.versions.conflicts import lock_page
from editorial.versions.differences import MINE, TAGS, THEIRS, Difference, differences
from editorial.versions.merging import merge
from editorial.workflow.confirmations import ask
from editorial.workflow.deciding import ALONE_ACTION
from editorial.workflow.form_correction import (
    FORM_ACTION,
    Finding,
    MoreThanForm,
    what_is_more_than_form,
)
from editorial.workflow.models import ConfirmationRequest
from editorial.workflow.refusals import DecisionRefused

CORRECTED_ACTION = "editorial.correct_now"
RELATIONS = {form_name: name for name, form_name in TAGS.items()}


class MergeConflict(Exception):
    """Fields that the correction and a later version have both changed; nothing is done."""

    def __init__(self, found: list[Difference]) -> None:
        super().__init__()
        self.differences = found


@dataclass(frozen=True)
class Versions:
    """The versions that the person who corrects has seen, by their numbers."""

    live: int
    latest: int
    scheduled: int | None = None

    @classmethod
    def of(cls, page: Page) -> "Versions | None":
        """Those of `page`; None unless it is live."""
        if not page.live or page.live_revision_id is None:
            return None
        scheduled = page.scheduled_revision
        return cls(page.live_revision_id, page.latest_revision_id, scheduled and scheduled.pk)


def may_correct_now(user: User, page: Page) -> bool:
    """Correct the live version: whoever may edit the page, if what they write needs approval."""
    return (
        rules.needs_approval(page.specific_class)
        and page.permissions_for_user(user).can_edit()
        and Versions.of(page) is not None
    )


def may_publish_form(user: User, page: Page) -> bool:
    """Publish a correction of form: whoever decides on what goes out."""
    return rules.judges_last_step(user, page)


def findings(corrected: Page) -> list[Finding]:
    """What makes the correction more than one of form; empty if it is one."""
    live: Content = corrected.live_revision.content
    return what_is_more_than_form(live, content_of(corrected), newsroom().form_correction_limit)


def content_of(page: Page) -> Content:
    content: Content = page.serializable_data()
    return content | {"content_type": page.cached_content_type.pk}


@dataclass
class Correction:
    """A changed copy of the live version, by `user`, who has seen these versions.

    chosen: for a field that was changed on both sides, whose value later versions get: "mine",
    theirs as they stand, or "theirs", the correction's.
    """

    corrected: Page
    user: User
    seen: Versions
    chosen: Mapping[str, str]

    @transaction.atomic
    def publish_as_form(self) -> Page:
        """Publish a correction of form, to be read afterwards by somebody else.

        Raises MoreThanForm, GateClosed, and what `publish_with_reason` does.
        """
        page = self.lock_and_check(may_publish_form)
        alone = newsroom().size == NewsroomSize.SOLO
        if not alone and (found := findings(self.corrected)):
            raise MoreThanForm(found)
        revision = self.save()
        self.refuse_new_obstacles(page)
        publish(page, revision, self.user, self.chosen, self.seen)
        action = ALONE_ACTION if alone else FORM_ACTION
        log(instance=page, action=action, user=self.user, revision=revision)
        if not alone:
            reason = _("Correction of form.")
            require_review(revision, self.user, reason, UnreviewedKind.FORM, page.live_revision)
        return Page.objects.get(pk=page.pk).specific

    @transaction.atomic
    def publish_with_reason(self, reason: str) -> Page:
        """Publish whatever it changes, with a reason on record, to be read afterwards.

        Raises Clash for a field without a choice, SavedSince, PermissionDenied, ValidationError.
        """
        page = self.lock_and_check(
            lambda user, page: page.permissions_for_user(user).can_publish_in_emergency()
        )
        revision = self.save()
        verdict = evaluate.gate(revision, Transition.UPDATE, self.user)
        publish(page, revision, self.user, self.chosen, self.seen)
        log(
            instance=page,
            action=CORRECTED_ACTION,
            user=self.user,
            data={"reason": reason},
            revision=revision,
        )
        evaluate.record_override(revision, verdict, self.user, reason)
        require_review(revision, self.user, reason, UnreviewedKind.CORRECTION, page.live_revision)
        announce(Event.EMERGENCY, page, actor=self.user, reason=reason)
        return Page.objects.get(pk=page.pk).specific

    @transaction.atomic
    def ask_for_confirmation(self) -> ConfirmationRequest:
        """Have another reviewer read the change alone; until then readers see what they saw.

        Drafts get the correction at once. Raises Clash, SavedSince, GateClosed, PermissionDenied.
        """
        page = self.lock_and_check(may_correct_now)
        before = page.live_revision
        draft = page.latest_revision
        later = [] if draft == before or draft.pk == self.seen.scheduled else [draft]
        self.refuse_conflict_with_schedule(page)
        contents = carried_into(later, before.content, self.corrected, self.chosen)
        revision = self.save()
        self.refuse_new_obstacles(page)
        for content in contents:
            _save_later_version(Page.objects.get(pk=page.pk).specific, content, self.user, None)
        return ask(page, self.user, before, revision)

    def refuse_conflict_with_schedule(self, page: Page) -> None:
        """What the scheduled version is to say is chosen as the correction goes out, not before."""
        scheduled = [page.scheduled_revision] if page.scheduled_revision else []
        try:
            carried_into(scheduled, page.live_revision.content, self.corrected, {})
        except MergeConflict as clash:
            raise conflict_with_schedule(clash) from clash

    def lock_and_check(self, may: Callable[[User, Page], bool]) -> Page:
        lock_page(self.corrected.pk)
        page = Page.objects.get(pk=self.corrected.pk).specific
        if not may(self.user, page):
            raise PermissionDenied
        if Versions.of(page) != self.seen:
            raise StaleRevision
        return page

    def save(self) -> Revision:
        revision: Revision = self.corrected.save_revision(user=self.user)
        return revision

    def refuse_new_obstacles(self, live: Page) -> None:
        """Ask the checks of an update only for what the correction has brought about.

        What an old article lacks is no reason to keep its typing errors. Raises GateClosed.
        """
        known = {finding.message for finding in evaluate.findings(live)}
        verdict = evaluate.gate(self.corrected, Transition.UPDATE, self.user)
        new = tuple(finding for finding in verdict.blocking if finding.message not in known)
        if new:
            raise evaluate.GateClosed(evaluate.Verdict(Transition.UPDATE, new))


def publish_confirmed(request: ConfirmationRequest, user: User) -> None:
    """Publish a correction that `user` has confirmed.

    Raises DecisionRefused where a later version has changed the same passage meanwhile.
    """
    page = Page.objects.get(pk=request.page_id).specific
    seen = Versions.of(page)
    assert seen is not None  # noqa: S101 (the request holds for a live page only)
    try:
        publish(page, request.revision, user, {}, seen)
    except MergeConflict as clash:
        raise conflict_with_schedule(clash) from clash


def conflict_with_schedule(clash: MergeConflict) -> DecisionRefused:
    fields = ", ".join(difference.label for difference in clash.differences)
    return DecisionRefused(
        _(
            "The scheduled version has changed the same field (%s): a chief editor publishes the "
            "correction with a reason, and chooses what the scheduled version says."
        )
        % fields
    )


def publish(
    page: Page, revision: Revision, user: User, chosen: Mapping[str, str], seen: Versions
) -> None:
    """Bring a correction to the readers and carry it into the versions that come later."""
    base = Revision.objects.get(pk=seen.live).content
    numbers = [seen.scheduled, seen.latest]
    later = [
        Revision.objects.get(pk=number)
        for number in dict.fromkeys(numbers)
        if number is not None and number not in (seen.live, revision.pk)
    ]
    hours = [version.approved_go_live_at for version in later]
    contents = carried_into(later, base, revision.as_object(), chosen)
    revision.publish(user=user, skip_permission_checks=True)
    for content, hour in zip(contents, hours, strict=True):
        _save_later_version(Page.objects.get(pk=page.pk).specific, content, user, hour)


def carried_into(
    later: list[Revision], base: Content, corrected: Page, chosen: Mapping[str, str]
) -> list[Content]:
    """The contents of later versions with the correction in them. Raises Clash."""
    theirs = content_of(corrected)
    taken = {field_of(name) for name, side in chosen.items() if side == THEIRS}
    decided = {field_of(name) for name, side in chosen.items() if side in (MINE, THEIRS)}
    contents: list[Content] = []
    clashes: dict[str, Difference] = {}
    for revision in later:
        merged = merge(base, revision.content, theirs, taken)
        contents.append(merged.content)
        open_fields = set(merged.conflicts) - decided
        if open_fields:
            found = differences(revision.as_object(), corrected, base)
            clashes |= {
                each.name: each
                for each in found
                if RELATIONS.get(each.name, each.name) in open_fields
            }
    if clashes:
        raise MergeConflict(list(clashes.values()))
    return contents


def field_of(form_name: str) -> str:
    """The name under which a revision keeps what the form calls `form_name`."""
    return RELATIONS.get(form_name, form_name)


def _save_later_version(page: Page, content: Content, user: User, hour: datetime | None) -> None:
    version = page.with_content_json(content)
    revision = version.save_revision(user=user, approved_go_live_at=hour)
    if hour is None:
        return
    described = {
        "id": revision.pk,
        "created": ensure_utc(revision.created_at),
        "go_live_at": ensure_utc(hour),
        "has_live_version": True,
    }
    log(
        instance=page,
        action="wagtail.publish.schedule",
        user=user,
        data={"revision": described},
        revision=revision,
    )
