"""Who may change what readers see of a picture or document: plain predicates.

1. What nothing public or handed in shows is changed freely, by whoever may today.
2. Of what is shown, everything that readers see waits for somebody else: a copy editor or chief
   editor, never who proposed it. Where the newsroom has no other, anybody else who adds such files.
3. Credit and rights are mended at once by copy editors and chief editors, on record.
4. What no reader sees (a picture's title, tags, collection, note on the rights) waits for nobody.
5. What is shown is not deleted, by anybody.
6. Who works alone changes everything at once, on record.
"""

from typing import Any

from django.db.models import Q
from wagtail.documents.models import Document
from wagtail.permissions import policy_registry

from accounts.models import User
from editorial import rules
from editorial.assets.models import AssetProposal, is_document
from editorial.assets.uses import uses_of
from editorial.newsroom import NewsroomSize, newsroom
from news.images import NewsImage

FOCAL_POINT = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
SEEN_OF_PICTURES = ("file", "description", "credit", "rights_expire_on", *FOCAL_POINT)
SEEN_OF_DOCUMENTS = ("file", "title")
MENDED_AT_ONCE = ("credit", "rights_expire_on")
ON_RECORD = ("credit", "rights_note", "rights_expire_on")

EDITORS = Q(
    groups__permissions__codename="change_articlepage",
    groups__permissions__content_type__app_label="news",
)


def seen_by_readers(asset: Any) -> tuple[str, ...]:
    """The fields of which readers see something."""
    return SEEN_OF_DOCUMENTS if is_document(asset) else SEEN_OF_PICTURES


def is_in_use(asset: Any) -> bool:
    """Whether readers see it, or will when a text that was handed in goes out."""
    return bool(uses_of(asset))


def is_editor(user: User, asset: Any) -> bool:
    """Whether the user edits other people's texts, and may change this file."""
    return rules.may_change_articles(user) and may_change(user, asset)


def policy_of(model: type[Any]) -> Any:
    return policy_registry.get_by_type(model)


def may_change(user: User, asset: Any) -> bool:
    return bool(policy_registry.get(asset).user_has_permission_for_instance(user, "change", asset))


def fields_that_wait(user: User, asset: Any, changed: list[str]) -> list[str]:
    """Those of the `changed` fields of something in use that `user` may only propose."""
    if works_alone():
        return []
    free = MENDED_AT_ONCE if is_editor(user, asset) else ()
    return [name for name in changed if name in seen_by_readers(asset) and name not in free]


def may_decide(user: User, proposal: AssetProposal) -> bool:
    """Accept or decline a proposal (line 2 of the rule)."""
    if not user.is_active:
        return False
    if proposal.proposed_by_id == user.pk:
        return works_alone()
    return is_editor(user, proposal.asset) or stands_in(user, proposal)


def stands_in(user: User, proposal: AssetProposal) -> bool:
    """Whether the user decides because the newsroom has no other editor."""
    if editors().exclude(pk=proposal.proposed_by_id).exists():
        return False
    policy = policy_registry.get_by_type(type(proposal.asset))
    return bool(policy.user_has_permission(user, "add"))


def may_take_back(user: User, proposal: AssetProposal) -> bool:
    """Bring the version before back: who let the change go out, and any editor as a proposal."""
    return is_editor(user, proposal.asset)


def takes_back_at_once(user: User, proposal: AssetProposal) -> bool:
    """Both versions had two people; who was the second one of the later takes their word back."""
    return proposal.decided_by_id == user.pk or works_alone()


def works_alone() -> bool:
    return newsroom().size == NewsroomSize.SOLO


def editors() -> Any:
    """The copy editors and chief editors; being a superuser is no reason."""
    return User.objects.filter(EDITORS, is_active=True).distinct()


def deciders(proposal: AssetProposal) -> set[User]:
    """Who is told that something waits."""
    people = editors().exclude(pk=proposal.proposed_by_id)
    if not people.exists():
        people = User.objects.filter(is_active=True, is_superuser=False)
    return {person for person in people if may_decide(person, proposal)}


def visible_to(user: User) -> Any:
    """The proposals that concern the user: all for editors, else their own and what they decide."""
    if rules.may_change_articles(user):
        return AssetProposal.objects.all()
    others = AssetProposal.objects.waiting().exclude(proposed_by=user)
    theirs = [proposal.pk for proposal in others if may_decide(user, proposal)]
    return AssetProposal.objects.filter(Q(proposed_by=user) | Q(decided_by=user) | Q(pk__in=theirs))


def models() -> tuple[type[Any], ...]:
    """What is under the rule."""
    return (NewsImage, Document)
