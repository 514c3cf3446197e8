"""Accepts, declines, withdraws and reverts proposals.

Each act begins by locking the picture or document and reading it anew.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from editorial.assets import files, rules
from editorial.assets.models import AssetProposal, ProposalState, is_document
from editorial.assets.page_history import record_in_pages
from editorial.assets.proposing import (
    log_data,
    propose_reverse,
    reverse_of,
    save_proposal,
    values_of,
)
from editorial.events.announcing import announce
from editorial.events.kinds import Event

ACCEPTED_ACTION = "editorial.asset_accepted"
DECLINED_ACTION = "editorial.asset_declined"
WITHDRAWN_ACTION = "editorial.asset_withdrawn"
TAKEN_BACK_ACTION = "editorial.asset_taken_back"


class ProposalRefused(Exception):
    """A decision was refused; its message is shown to the user."""


def is_outdated(proposal: AssetProposal) -> bool:
    """Whether the fields that it would change have changed since it was made."""
    asset = proposal.asset
    if "file" in proposal.before and asset.file.name != proposal.file_before:
        return True
    names = [name for name in proposal.before if name != "file"]
    return bool(values_of(asset, names) != {name: proposal.before[name] for name in names})


def can_be_reverted(proposal: AssetProposal) -> bool:
    """Whether the earlier version is still stored, and the fields have not changed since."""
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
    """Apply the proposed change. Raises ProposalRefused."""
    proposal = lock(proposal_id)
    if not rules.may_decide(user, proposal):
        raise ProposalRefused(_("This proposal is for somebody else to decide."))
    if is_outdated(proposal):
        raise ProposalRefused(
            _(
                "Nothing was accepted: what this proposal changes has been changed meanwhile. "
                "Decline it, and say what is to be proposed anew."
            )
        )
    apply_change(proposal, user, comment, ACCEPTED_ACTION)
    notify_proposer(proposal, user)
    return proposal


@transaction.atomic
def decline(proposal_id: int, user: User, comment: str) -> AssetProposal:
    """Close a proposal without applying it. Raises ProposalRefused."""
    proposal = lock(proposal_id)
    if not rules.may_decide(user, proposal):
        raise ProposalRefused(_("This proposal is for somebody else to decide."))
    record_decision(proposal, ProposalState.DECLINED, user, comment, DECLINED_ACTION)
    notify_proposer(proposal, user)
    return proposal


@transaction.atomic
def withdraw(proposal_id: int, user: User) -> AssetProposal:
    """Close the user's own proposal. Raises ProposalRefused."""
    proposal = lock(proposal_id)
    if proposal.proposed_by_id != user.pk:
        raise ProposalRefused(_("Only the person who made a proposal withdraws it."))
    record_decision(proposal, ProposalState.WITHDRAWN, user, "", WITHDRAWN_ACTION)
    return proposal


@transaction.atomic
def revert(proposal_id: int, user: User) -> AssetProposal:
    """Restore the version before an accepted proposal, at once or by a new proposal.

    Raises ProposalRefused.
    """
    done = lock(proposal_id, ProposalState.ACCEPTED)
    if not rules.may_revert(user, done):
        raise ProposalRefused(_("A copy editor or a chief editor brings the version before back."))
    if not can_be_reverted(done):
        raise ProposalRefused(
            _("The version before cannot be brought back: there have been other changes since.")
        )
    if not rules.reverts_at_once(user, done):
        return propose_reverse(done, user)
    reversed_change = save_proposal(reverse_of(done, user), notify=False)
    apply_change(reversed_change, user, "", TAKEN_BACK_ACTION)
    return reversed_change


def lock(proposal_id: int, state: ProposalState = ProposalState.WAITING) -> AssetProposal:
    """Return the proposal, locked with its picture or document. Raises ProposalRefused."""
    proposal = AssetProposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
    model = type(proposal.asset)
    locked = model._base_manager.select_for_update().get(pk=proposal.asset.pk)
    setattr(proposal, "document" if is_document(locked) else "image", locked)
    if proposal.state != state:
        raise ProposalRefused(_("Somebody else has decided on this proposal already."))
    return proposal


def apply_change(proposal: AssetProposal, user: User, comment: str, action: str) -> None:
    """Set the new values of the picture or document; its previous file stays stored."""
    asset = proposal.asset
    for name, value in proposal.after.items():
        if name != "file":
            setattr(asset, name, asset._meta.get_field(name).to_python(value))
    proposed = proposal.file_after
    if "file" in proposal.after:
        if not files.exists(asset, proposed):
            raise ProposalRefused(_("The proposed file is not there any more."))
        files.adopt_file(asset, proposed, str(proposal.after["file"]))
        proposal.file_after = asset.file.name
    asset.save()
    if "file" in proposal.after and not is_document(asset):
        asset.renditions.all().delete()
    record_decision(proposal, ProposalState.ACCEPTED, user, comment, action, proposed)
    record_in_pages(asset, proposal.after, user, proposal.proposed_by)


def record_decision(
    proposal: AssetProposal,
    state: ProposalState,
    user: User,
    comment: str,
    action: str,
    leftover: str = "",
) -> None:
    """Save and log the decision; delete, after the commit, a file that only the proposal had."""
    asset, leftover = proposal.asset, leftover or proposal.file_after
    proposal.state, proposal.comment = state, comment
    proposal.decided_by, proposal.decided_at = user, timezone.now()
    proposal.save()
    data = log_data(proposal) | {"comment": comment}
    log(instance=asset, action=action, user=user, data=data)
    transaction.on_commit(lambda: files.delete_if_proposed(asset, leftover), robust=True)


def notify_proposer(proposal: AssetProposal, user: User) -> None:
    announce(
        Event.PROPOSAL_DECIDED,
        actor=user,
        proposal=proposal.pk,
        title=proposal.asset.title,
        accepted=proposal.state == ProposalState.ACCEPTED,
        note=proposal.comment,
    )
