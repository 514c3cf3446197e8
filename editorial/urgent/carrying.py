"""Carrying a correction of the live version into the versions that come after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.utils.timestamps import ensure_utc

from accounts.models import User
from editorial.versions.canonical import Content
from editorial.versions.differences import MINE, TAGS, THEIRS, Difference, differences
from editorial.versions.merging import merge
from editorial.workflow.models import ConfirmationRequest
from editorial.workflow.refusals import DecisionRefused

RELATIONS = {form_name: name for name, form_name in TAGS.items()}


class MergeConflict(Exception):
    """Fields that the correction and a later version have both changed; nothing is done."""

    def __init__(self, found: list[Difference]) -> None:
        super().__init__()
        self.differences = found


@dataclass(frozen=True)
class Versions:
    """Primary keys of the versions that a corrector has seen."""

    live: int
    latest: int
    scheduled: int | None = None

    @classmethod
    def of(cls, page: Page) -> "Versions | None":
        """Return the versions of `page`; None unless it is live."""
        if not page.live or page.live_revision_id is None:
            return None
        scheduled = page.scheduled_revision
        return cls(page.live_revision_id, page.latest_revision_id, scheduled and scheduled.pk)


def publish_correction(
    page: Page, revision: Revision, user: User, chosen: Mapping[str, str], seen: Versions
) -> None:
    """Publish a correction and carry it into the scheduled version and the newest draft."""
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
        save_later_version(Page.objects.get(pk=page.pk).specific, content, user, hour)


def carried_into(
    later: list[Revision], base: Content, corrected: Page, chosen: Mapping[str, str]
) -> list[Content]:
    """The contents of later versions with the correction in them. Raises MergeConflict."""
    theirs = content_of(corrected)
    taken = {field_of(name) for name, side in chosen.items() if side == THEIRS}
    decided = {field_of(name) for name, side in chosen.items() if side in (MINE, THEIRS)}
    contents: list[Content] = []
    undecided: dict[str, Difference] = {}
    for revision in later:
        merged = merge(base, revision.content, theirs, taken)
        contents.append(merged.content)
        open_fields = set(merged.conflicts) - decided
        if open_fields:
            found = differences(revision.as_object(), corrected, base)
            undecided |= {
                each.name: each
                for each in found
                if RELATIONS.get(each.name, each.name) in open_fields
            }
    if undecided:
        raise MergeConflict(list(undecided.values()))
    return contents


def field_of(form_name: str) -> str:
    """The name under which a revision keeps what the form calls `form_name`."""
    return RELATIONS.get(form_name, form_name)


def save_later_version(page: Page, content: Content, user: User, hour: datetime | None) -> None:
    """Save a version with the correction in it; it waits for the same hour as before."""
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


def content_of(page: Page) -> Content:
    """The content of `page` as a revision keeps it."""
    content: Content = page.serializable_data()
    return content | {"content_type": page.cached_content_type.pk}


def publish_confirmed(request: ConfirmationRequest, user: User) -> None:
    """Publish a correction that `user` has confirmed.

    Raises DecisionRefused where a later version has changed the same passage meanwhile.
    """
    page = Page.objects.get(pk=request.page_id).specific
    seen = Versions.of(page)
    assert seen is not None  # noqa: S101 (the request holds for a live page only)
    try:
        publish_correction(page, request.revision, user, {}, seen)
    except MergeConflict as conflict:
        raise conflict_with_schedule(conflict) from conflict


def conflict_with_schedule(conflict: MergeConflict) -> DecisionRefused:
    """The refusal of a correction whose passage the scheduled version has changed too."""
    fields = ", ".join(difference.label for difference in conflict.differences)
    return DecisionRefused(
        _(
            "The scheduled version has changed the same field (%s): a chief editor publishes the "
            "correction with a reason, and chooses what the scheduled version says."
        )
        % fields
    )
