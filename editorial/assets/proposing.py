"""Saves a change as a proposal, and logs what editors change at once."""

from collections.abc import Iterable
from typing import Any

from wagtail.log_actions import log

from accounts.models import User
from editorial.assets import files
from editorial.assets.models import Asset, AssetProposal, is_document
from editorial.assets.page_history import record_in_pages
from editorial.assets.rules import FOCAL_POINT
from editorial.events.announcing import announce
from editorial.events.kinds import Event

# Values of fields by name, as proposals and the log store them.
Values = dict[str, object]

PROPOSED_ACTION = "editorial.asset_proposed"
MENDED_ACTION = "editorial.asset_mended"
ALONE_ACTION = "editorial.asset_changed_alone"


def propose(stored: Asset, wanted: dict[str, Any], user: User) -> AssetProposal:
    """Save a proposal to change `stored`, which stays as it is.

    wanted: the new values by field name; for `file` the upload.
    """
    asset_field = "document" if is_document(stored) else "image"
    proposal = AssetProposal(proposed_by=user, **{asset_field: stored})
    names = with_whole_focal_point(wanted)
    proposal.before = values_of(stored, names)
    proposal.after = proposal.before | {
        name: to_stored_value(stored, name, value)
        for name, value in wanted.items()
        if name != "file"
    }
    if "file" in wanted:
        proposal.file_before = stored.file.name
        proposal.file_after = files.store_proposed(stored, wanted["file"])
        proposal.after["file"] = str(wanted["file"].name)
    return save_proposal(proposal)


def propose_reverse(done: AssetProposal, user: User) -> AssetProposal:
    """Save a proposal that reverses an accepted one."""
    return save_proposal(reverse_of(done, user))


def reverse_of(done: AssetProposal, user: User) -> AssetProposal:
    return AssetProposal(
        image=done.image,
        document=done.document,
        before=done.after,
        after=done.before,
        file_before=done.file_after,
        file_after=done.file_before,
        takes_back=done,
        proposed_by=user,
    )


def save_proposal(proposal: AssetProposal, notify: bool = True) -> AssetProposal:
    """Save and log a proposal, and notify those who decide."""
    proposal.save()
    log(
        instance=proposal.asset,
        action=PROPOSED_ACTION,
        user=proposal.proposed_by,
        data=log_data(proposal),
    )
    if notify:
        announce(
            Event.PROPOSED,
            actor=proposal.proposed_by,
            proposal=proposal.pk,
            title=proposal.asset.title,
        )
    return proposal


def log_data(proposal: AssetProposal) -> dict[str, object]:
    """Return what the log keeps of a proposal."""
    return {"proposal": proposal.pk, "before": proposal.before, "after": proposal.after}


def record_change(action: str, asset: Asset, before: Values, user: User) -> None:
    """Log the values that differ from `before`, if any."""
    after = values_of(asset, before)
    if after != before:
        log(instance=asset, action=action, user=user, data={"before": before, "after": after})
        record_in_pages(asset, [name for name in after if after[name] != before[name]], user)


def values_of(asset: Asset, names: Iterable[str]) -> Values:
    return {name: to_stored_value(asset, name, getattr(asset, name)) for name in names}


def to_stored_value(asset: Asset, name: str, value: object) -> object:
    """Return a value as proposals and the log store it."""
    if name == "file":
        return asset.filename
    field = asset._meta.get_field(name)
    if value is None or isinstance(value, int):
        return value
    return field.value_to_string(_Holder(name, value))


class _Holder:
    """An object with one attribute, by which a field serialises a value."""

    def __init__(self, name: str, value: object) -> None:
        setattr(self, name, value)


def with_whole_focal_point(wanted: Iterable[str]) -> list[str]:
    """Return the names, with all four fields of the focal point if one of them is there."""
    names = list(wanted)
    if any(name in FOCAL_POINT for name in names):
        names = [name for name in names if name not in FOCAL_POINT] + list(FOCAL_POINT)
    return names
