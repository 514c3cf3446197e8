"""What hangs on an account, as its page tells it."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef

from accounts.models import User
from editorial.departures.relations import RELATIONS, Fate, Kind


@dataclass(frozen=True)
class Belonging:
    """A kind, and how many of it hang on one account."""

    kind: Kind
    count: int


def belongings_of(user: User) -> dict[Fate, list[Belonging]]:
    """Return the kinds of which the user has any, by what becomes of them."""
    found: dict[Fate, list[Belonging]] = {}
    for relation in RELATIONS:
        for kind in relation.kinds:
            if count := kind.which(relation.rows(user)).count():
                found.setdefault(relation.fate, []).append(Belonging(kind, count))
    return {fate: found[fate] for fate in Fate if fate in found}


def needs_successor(user: User) -> bool:
    """Whether something would be left without an owner if the account were deleted."""
    return any(
        kind.which(relation.rows(user)).exists()
        for relation in RELATIONS
        if relation.needs_successor
        for kind in relation.kinds
    )


def last_in(user: User) -> list[Group]:
    """Return the groups in which nobody else is active: what waits for them waits for good."""
    others = User.objects.filter(groups=OuterRef("pk"), is_active=True).exclude(pk=user.pk)
    return list(user.groups.exclude(Exists(others)).order_by("name")) if user.is_active else []
