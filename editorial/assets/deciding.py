"""Accepting, declining and withdrawing a proposal, and taking an accepted one back.

Each begins by locking the picture or document and reading it anew.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from editorial.assets import files, rules
from editorial.assets.models import AssetProposal, ProposalState, is_document
from editorial.assets.page_history import record_in_pages
from editorial.assets.proposing import (
    described,
    put_on_record,
    reverse_of,
    take_back_as_proposal,
    values_of,
)
from editorial.events.announcing import announce
from editorial.events.kinds import Event

ACCEPTED_ACTION = "editorial.asset_accepted"
DECLINED_ACTION = "editorial.asset_declined"
WITHDRAWN_ACTION = "editorial.asset_withdrawn"
TAKEN_BACK_ACTION = "editorial.asset_taken_back"


class ProposalRefused(Exception):
    """A decision that is not taken; its message is for the person who wanted it."""


def is_overtaken(proposal: AssetProposal) -> bool:
    """Whether what it would change has changed since it was made."""
    asset = proposal.asset
    if "file" in proposal.before and asset.file.name != proposal.file_before:
        return True
    names = [name for name in proposal.before if name != "file"]
    return bool(values_of(asset, names) != {name: proposal.before[name] for name in names})


def can_be_taken_back(proposal: AssetProposal) -> bool:
    """Whether the version before is there, and nothing has come after the accepted one."""
    if proposal.state != ProposalState.ACCEPTED:
        return False
    asset = proposal.asset
    if "file" in proposal.after:
        if asset.file.name != proposal.file_after or not files.exists(asset, proposal.file_before):
            return False
    names = [name for name in proposal.after if name != "file"]
    return bool(values_of(asset, names) == {name: proposal.after[name] for name in names})


@transaction.atomic
def accept(proposal_id: int, user: User, comment: str = "") -> AssetProposal:
    """Let readers see the change. Raises ProposalRefused."""
    proposal = lock(proposal_id)
    if not rules.may_decide(user, proposal):
        raise ProposalRefused(_("This proposal is for somebody else to decide."))
    if is_overtaken(proposal):
        raise ProposalRefused(
            _(
                "Nothing was accepted: what this proposal changes has been changed meanwhile. "
                "Decline it, and say what is to be proposed anew."
            )
        )
    carry_out(proposal, user, comment, ACCEPTED_ACTION)
    tell_proposer(proposal, user)
    return proposal


@transaction.atomic
def decline(proposal_id: int, user: User, comment: str) -> AssetProposal:
    """Leave everything as it is, and say why. Raises ProposalRefused."""
    proposal = lock(proposal_id)
    if not rules.may_decide(user, proposal):
        raise ProposalRefused(_("This proposal is for somebody else to decide."))
    close(proposal, ProposalState.DECLINED, user, comment, DECLINED_ACTION)
    tell_proposer(proposal, user)
    return proposal


@transaction.atomic
def withdraw(proposal_id: int, user: User) -> AssetProposal:
    """Take back one's own proposal. Raises ProposalRefused."""
    proposal = lock(proposal_id)
    if proposal.proposed_by_id != user.pk:
        raise ProposalRefused(_("Only the person who made a proposal withdraws it."))
    close(proposal, ProposalState.WITHDRAWN, user, "", WITHDRAWN_ACTION)
    return proposal


@transaction.atomic
def take_back(proposal_id: int, user: User) -> AssetProposal:
    """Bring the version before an accepted proposal back; a proposal, unless it needs nobody else.

    Raises ProposalRefused.
    """
    done = lock(proposal_id, ProposalState.ACCEPTED)
    if not rules.may_take_back(user, done):
        raise ProposalRefused(_("A copy editor or a chief editor brings the version before back."))
    if not can_be_taken_back(done):
        raise ProposalRefused(
            _("The version before cannot be brought back: there have been other changes since.")
        )
    if not rules.takes_back_at_once(user, done):
        return take_back_as_proposal(done, user)
    reverse = put_on_record(reverse_of(done, user), tell=False)
    carry_out(reverse, user, "", TAKEN_BACK_ACTION)
    return reverse


def lock(proposal_id: int, state: ProposalState = ProposalState.WAITING) -> AssetProposal:
    """The proposal and its picture or document, held until the transaction ends."""
    proposal = AssetProposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
    model = type(proposal.asset)
    locked = model._base_manager.select_for_update().get(pk=proposal.asset.pk)
    setattr(proposal, "document" if is_document(locked) else "image", locked)
    if proposal.state != state:
        raise ProposalRefused(_("Somebody else has decided on this proposal already."))
    return proposal


def carry_out(proposal: AssetProposal, user: User, comment: str, action: str) -> None:
    """Give the picture or document its new values; the file that it had is kept."""
    asset: Any = proposal.asset
    for name, value in proposal.after.items():
        if name != "file":
            setattr(asset, name, asset._meta.get_field(name).to_python(value))
    proposed = proposal.file_after
    if "file" in proposal.after:
        if not files.exists(asset, proposed):
            raise ProposalRefused(_("The proposed file is not there any more."))
        files.put_in_place(asset, proposed, str(proposal.after["file"]))
        proposal.file_after = asset.file.name
    asset.save()
    if "file" in proposal.after and not is_document(asset):
        asset.renditions.all().delete()
    close(proposal, ProposalState.ACCEPTED, user, comment, action, proposed)
    record_in_pages(asset, proposal.after, user, proposal.proposed_by)


def close(
    proposal: AssetProposal,
    state: ProposalState,
    user: User,
    comment: str,
    action: str,
    leftover: str = "",
) -> None:
    """Put the decision on record; a file that only the proposal had goes once that is certain."""
    asset, leftover = proposal.asset, leftover or proposal.file_after
    proposal.state, proposal.comment = state, comment
    proposal.decided_by, proposal.decided_at = user, timezone.now()
    proposal.save()
    data = described(proposal) | {"comment": comment}
    log(instance=asset, action=action, user=user, data=data)
    transaction.on_commit(lambda: files.remove_if_apart(asset, leftover), robust=True)


def tell_proposer(proposal: AssetProposal, user: User) -> None:
    announce(
        Event.PROPOSAL_DECIDED,
        actor=user,
        proposal=proposal.pk,
        title=proposal.asset.title,
        accepted=proposal.state == ProposalState.ACCEPTED,
        note=proposal.comment,
    )
