"""Correcting a live page at once, while an update of it waits for its hour.

The correction goes to the readers now, and into every version that would otherwise bring the
mistake back: the scheduled one and the newest draft. What it changes there and somebody else has
changed too is asked for, field by field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.utils.timestamps import ensure_utc

from accounts.models import User
from editorial import gates
from editorial.afterwards import put_on_the_list
from editorial.conflicts import lock_page
from editorial.differences import MINE, TAGS, THEIRS, Difference, differences
from editorial.emergency import SavedSince
from editorial.merging import Content, merge
from editorial.models.emergency import Haste
from editorial.models.gates import Transition
from editorial.notices import Event, announce

CORRECTED_ACTION = "editorial.correct_now"
RELATIONS = {form_name: name for name, form_name in TAGS.items()}


class Clash(Exception):
    """Fields that the correction and a later version have both changed; nothing is done."""

    def __init__(self, found: list[Difference]) -> None:
        super().__init__()
        self.differences = found


@dataclass(frozen=True)
class Versions:
    """The versions that the person who corrects has seen, by their numbers."""

    live: int
    scheduled: int
    latest: int

    @classmethod
    def of(cls, page: Page) -> "Versions | None":
        """Those of `page`; None unless it is live and an update of it is scheduled."""
        scheduled = page.scheduled_revision
        if not page.live or page.live_revision_id is None or scheduled is None:
            return None
        return cls(page.live_revision_id, scheduled.pk, page.latest_revision_id)


def may_correct_now(user: User, page: Page) -> bool:
    """Correct at once: whoever may publish in an emergency, where an update is scheduled."""
    return (
        page.permissions_for_user(user).can_publish_in_emergency() and Versions.of(page) is not None
    )


@transaction.atomic
def correct_now(
    corrected: Page, user: User, reason: str, seen: Versions, chosen: Mapping[str, str]
) -> Page:
    """Publish `corrected`, a changed copy of the live version, and carry the change forward.

    chosen: for a field that was changed on both sides, whose value later versions get: "mine",
    theirs as they stand, or "theirs", the correction's.
    Raises Clash for a field without a choice, SavedSince, PermissionDenied, and ValidationError.
    """
    lock_page(corrected.pk)
    page = Page.objects.get(pk=corrected.pk).specific
    if not page.permissions_for_user(user).can_publish_in_emergency():
        raise PermissionDenied
    if Versions.of(page) != seen:
        raise SavedSince
    base = page.live_revision.content
    scheduled = Revision.objects.get(pk=seen.scheduled)
    later = [scheduled]
    if seen.latest not in (seen.live, seen.scheduled):
        later.append(Revision.objects.get(pk=seen.latest))
    hour = scheduled.approved_go_live_at
    contents = _carried_into(later, base, corrected, chosen)
    revision = corrected.save_revision(user=user)
    verdict = gates.gate(revision, Transition.UPDATE, user)
    revision.publish(user=user, skip_permission_checks=True)
    for number, content in enumerate(contents):
        page = Page.objects.get(pk=corrected.pk).specific
        _save_later_version(page, content, user, hour if number == 0 else None)
    log(
        instance=page,
        action=CORRECTED_ACTION,
        user=user,
        data={"reason": reason},
        revision=revision,
    )
    gates.record_override(revision, verdict, user, reason)
    put_on_the_list(revision, user, reason, Haste.CORRECTION)
    announce(Event.EMERGENCY, page, actor=user, reason=reason)
    return Page.objects.get(pk=corrected.pk).specific


def _carried_into(
    later: list[Revision], base: Content, corrected: Page, chosen: Mapping[str, str]
) -> list[Content]:
    """The contents of later versions with the correction in them. Raises Clash."""
    theirs = corrected.serializable_data()
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
        raise Clash(list(clashes.values()))
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
