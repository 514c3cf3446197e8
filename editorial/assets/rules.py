"""Says who may change what readers see of a picture or document.

1. A picture or document that no public or submitted text shows is changed freely.
2. Of one that is shown, everything that readers see waits for somebody else: a copy editor or
   chief editor, never who proposed it. Where the newsroom has no other, anybody else who adds such
   files.
3. Copy editors and chief editors change credit and rights at once, which is logged.
4. What no reader sees (a picture's title, tags, collection, note on the rights) waits for nobody.
5. One that is shown cannot be deleted.
6. In a newsroom of one everything is changed at once, which is logged.
"""

from django.db.models import Q, QuerySet
from wagtail.documents.models import Document
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import policy_registry

from accounts.models import User
from editorial import rules
from editorial.assets.models import Asset, AssetProposal, AssetProposalQuerySet, is_document
from editorial.assets.uses import find_uses
from editorial.newsroom import NewsroomSize, newsroom
from news.images import NewsImage
from news.models import ArticlePage

FOCAL_POINT = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
SEEN_OF_PICTURES = ("file", "description", "credit", "rights_expire_on", *FOCAL_POINT)
SEEN_OF_DOCUMENTS = ("file", "title")
MENDED_AT_ONCE = ("credit", "rights_expire_on")
ON_RECORD = ("credit", "rights_note", "rights_expire_on")

EDITORS = Q(
    groups__permissions__codename="change_articlepage",
    groups__permissions__content_type__app_label="news",
)


def public_fields(asset: Asset) -> tuple[str, ...]:
    """Return the fields of which readers see something."""
    return SEEN_OF_DOCUMENTS if is_document(asset) else SEEN_OF_PICTURES


def is_in_use(asset: Asset) -> bool:
    """Whether a public or submitted text shows it."""
    return bool(find_uses(asset))


def is_editor(user: User, asset: Asset) -> bool:
    """Whether the user edits other people's texts, and may change this file."""
    return rules.has_type_permission(user, "change", ArticlePage) and may_change(user, asset)


def policy_of(model: type[Asset]) -> BasePermissionPolicy:
    return policy_registry.get_by_type(model)


def may_change(user: User, asset: Asset) -> bool:
    return bool(policy_registry.get(asset).user_has_permission_for_instance(user, "change", asset))


def fields_to_propose(user: User, asset: Asset, changed: list[str]) -> list[str]:
    """Return the `changed` fields of an asset in use that `user` may only propose to change."""
    if works_alone():
        return []
    free = MENDED_AT_ONCE if is_editor(user, asset) else ()
    return [name for name in changed if name in public_fields(asset) and name not in free]


def may_decide(user: User, proposal: AssetProposal) -> bool:
    """Whether the user may accept or decline a proposal (line 2 of the rule)."""
    if not user.is_active:
        return False
    if proposal.proposed_by_id == user.pk:
        return works_alone()
    return is_editor(user, proposal.asset) or is_stand_in(user, proposal)


def is_stand_in(user: User, proposal: AssetProposal) -> bool:
    """Whether the user may decide because the newsroom has no other editor."""
    if other_editors(proposal).exists():
        return False
    policy = policy_registry.get_by_type(type(proposal.asset))
    return bool(policy.user_has_permission(user, "add"))


def may_revert(user: User, proposal: AssetProposal) -> bool:
    """Whether the user may restore the earlier version, at once or by a proposal."""
    return is_editor(user, proposal.asset)


def reverts_at_once(user: User, proposal: AssetProposal) -> bool:
    """Whether the user restores the earlier version at once: who accepted the change may."""
    return proposal.decided_by_id == user.pk or works_alone()


def works_alone() -> bool:
    return newsroom().size == NewsroomSize.SOLO


def editors() -> QuerySet[User]:
    """Return the copy editors and chief editors, by their groups; superusers are not included."""
    return User.objects.filter(EDITORS, is_active=True).distinct()


def other_editors(proposal: AssetProposal) -> QuerySet[User]:
    """Return the copy editors and chief editors without who made the proposal."""
    proposer = proposal.proposed_by_id
    return editors() if proposer is None else editors().exclude(pk=proposer)


def deciders(proposal: AssetProposal) -> set[User]:
    """Return the users who may decide on a proposal, to be notified."""
    people = other_editors(proposal)
    if not people.exists():
        people = User.objects.filter(is_active=True, is_superuser=False)
    return {person for person in people if may_decide(person, proposal)}


def visible_to(user: User) -> AssetProposalQuerySet:
    """Return the proposals that the user may see: all for editors, else own and decided ones."""
    if rules.has_type_permission(user, "change", ArticlePage):
        return AssetProposal.objects.all()
    others = AssetProposal.objects.waiting().exclude(proposed_by=user)
    theirs = [proposal.pk for proposal in others if may_decide(user, proposal)]
    return AssetProposal.objects.filter(Q(proposed_by=user) | Q(decided_by=user) | Q(pk__in=theirs))


def models() -> tuple[type[Asset], ...]:
    """Return the models that the rule is about."""
    return (NewsImage, Document)
