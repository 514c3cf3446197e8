"""Setting a change aside as a proposal, and putting on record what editors mend at once."""

from collections.abc import Iterable
from typing import Any

from wagtail.log_actions import log

from accounts.models import User
from editorial.assets import files
from editorial.assets.models import AssetProposal, is_document
from editorial.assets.page_history import record_in_pages
from editorial.assets.rules import FOCAL_POINT
from editorial.events.announcing import announce
from editorial.events.kinds import Event

PROPOSED_ACTION = "editorial.asset_proposed"
MENDED_ACTION = "editorial.asset_mended"
ALONE_ACTION = "editorial.asset_changed_alone"


def propose(stored: Any, wanted: dict[str, Any], user: User) -> AssetProposal:
    """Have somebody else decide on a change of `stored`, which stays as it is.

    wanted: the new values by the name of their field; of `file` the upload.
    """
    asset_field = "document" if is_document(stored) else "image"
    proposal = AssetProposal(proposed_by=user, **{asset_field: stored})
    names = with_whole_focal_point(wanted)
    proposal.before = values_of(stored, names)
    proposal.after = proposal.before | {
        name: plain(stored, name, value) for name, value in wanted.items() if name != "file"
    }
    if "file" in wanted:
        proposal.file_before = stored.file.name
        proposal.file_after = files.keep_apart(stored, wanted["file"])
        proposal.after["file"] = str(wanted["file"].name)
    return put_on_record(proposal)


def take_back_as_proposal(done: AssetProposal, user: User) -> AssetProposal:
    """The reverse of an accepted proposal, to be decided like any other."""
    return put_on_record(reverse_of(done, user))


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


def put_on_record(proposal: AssetProposal, tell: bool = True) -> AssetProposal:
    """Save it, log it, and tell those who decide."""
    proposal.save()
    log(
        instance=proposal.asset,
        action=PROPOSED_ACTION,
        user=proposal.proposed_by,
        data=described(proposal),
    )
    if tell:
        announce(
            Event.PROPOSED,
            actor=proposal.proposed_by,
            proposal=proposal.pk,
            title=proposal.asset.title,
        )
    return proposal


def described(proposal: AssetProposal) -> dict[str, Any]:
    """What the log keeps of a proposal, also when it is gone."""
    return {"proposal": proposal.pk, "before": proposal.before, "after": proposal.after}


def record_change(action: str, asset: Any, before: dict[str, Any], user: User) -> None:
    """Log which values of `before` have become which; nothing where nothing has."""
    after = values_of(asset, before)
    if after != before:
        log(instance=asset, action=action, user=user, data={"before": before, "after": after})
        record_in_pages(asset, [name for name in after if after[name] != before[name]], user)


def values_of(asset: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: plain(asset, name, getattr(asset, name)) for name in names}


def plain(asset: Any, name: str, value: Any) -> Any:
    """A value as it is kept in a proposal and in the log."""
    if name == "file":
        return asset.filename
    field = asset._meta.get_field(name)
    if value is None or isinstance(value, int):
        return value
    return field.value_to_string(_Holder(name, value))


class _Holder:
    """A bare object with one attribute, for the serialisation of a field's value."""

    def __init__(self, name: str, value: Any) -> None:
        setattr(self, name, value)


def with_whole_focal_point(wanted: Iterable[str]) -> list[str]:
    """The names, in order; a focal point counts with all its four numbers."""
    names = list(wanted)
    if any(name in FOCAL_POINT for name in names):
        names = [name for name in names if name not in FOCAL_POINT] + list(FOCAL_POINT)
    return names
