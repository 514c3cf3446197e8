"""The closing of accounts, in one transaction, on record."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from accounts.models import User
from accounts.sessions.models import SignIn
from editorial.departures.belongings import needs_successor
from editorial.departures.relations import LOCKS, RELATIONS, Fate, leaves_a_trace

HANDED_OVER_ACTION = "editorial.handed_over"
DEACTIVATED_ACTION = "editorial.account_deactivated"


class Way(models.TextChoices):
    DEACTIVATE = "deactivate", _("Deactivate the account (recommended)")
    DELETE = "delete", _("Delete the account for good")


class SuccessorMissing(Exception):
    """Something would be left without an owner."""


def may_delete(actor: User, person: User) -> bool:
    """Whether the actor may delete the account: never their own, nor above their own rank."""
    return actor.has_perm("accounts.delete_user") and _is_in_reach(actor, person)


def may_deactivate(actor: User, person: User) -> bool:
    return actor.has_perm("accounts.change_user") and _is_in_reach(actor, person)


def _is_in_reach(actor: User, person: User) -> bool:
    return actor.pk != person.pk and (actor.is_superuser or not person.is_superuser)


def successors(people: Sequence[User]) -> QuerySet[User]:
    """Colleagues who may take over: active, with access to the admin, not leaving themselves."""
    with_access: QuerySet[User] = User.objects.with_perm(
        "wagtailadmin.access_admin", backend="django.contrib.auth.backends.ModelBackend"
    )
    others = with_access.exclude(pk__in=[person.pk for person in people])
    return others.order_by("last_name", "first_name", "username")


class CloseAccounts:
    """Hand over what hangs on accounts, end their sessions, and deactivate or delete them."""

    def __init__(
        self, people: Sequence[User], actor: User, way: Way, successor: User | None = None
    ) -> None:
        self.people, self.actor, self.way, self.successor = people, actor, way, successor

    @transaction.atomic
    def execute(self) -> None:
        """Raise PermissionDenied, or SuccessorMissing where something would have no owner."""
        self.lock()
        self.check()
        for person in self.people:
            if self.successor is not None:
                self.hand_over(person, self.successor)
            self.take_off_locks(person)
            if self.way == Way.DEACTIVATE:
                self.deactivate(person)
            else:
                self.delete(person)

    def lock(self) -> None:
        keys = [person.pk for person in self.people]
        if self.successor is not None:
            keys.append(self.successor.pk)
        list(User.objects.select_for_update().filter(pk__in=keys).order_by("pk"))

    def check(self) -> None:
        may = may_deactivate if self.way == Way.DEACTIVATE else may_delete
        if not all(may(self.actor, person) for person in self.people):
            raise PermissionDenied
        if self.successor is None:
            if self.way == Way.DELETE and any(needs_successor(each) for each in self.people):
                raise SuccessorMissing
        elif not successors(self.people).filter(pk=self.successor.pk).exists():
            raise SuccessorMissing

    def hand_over(self, person: User, successor: User) -> None:
        names = {"from": str(person), "to": str(successor)}
        for page in Page.objects.filter(owner=person):
            log(page, HANDED_OVER_ACTION, user=self.actor, data=names)
        for user in (person, successor):
            log(user, HANDED_OVER_ACTION, user=self.actor, data=names)
        for relation in RELATIONS:
            if relation.fate == Fate.HANDED:
                relation.hand_over(person, successor)

    def take_off_locks(self, person: User) -> None:
        for page in LOCKS.rows(person):
            log(page, "wagtail.unlock", user=self.actor)
        LOCKS.rows(person).update(locked=False, locked_by=None, locked_at=None)

    def deactivate(self, person: User) -> None:
        SignIn.objects.filter(user=person).end()
        person.is_active = False
        person.save(update_fields=["is_active"])
        log(person, DEACTIVATED_ACTION, user=self.actor)

    def delete(self, person: User) -> None:
        """An account that has left no trace goes altogether; of others the name stays."""
        for relation in RELATIONS:
            if relation.fate == Fate.ENDED:
                relation.rows(person).delete()
            elif relation.fate == Fate.FREED:
                relation.rows(person).update(**{relation.field: None})
        log(person, "wagtail.delete", user=self.actor, deleted=True)
        if leaves_a_trace(person):
            person.keep_name_alone()
        else:
            person.delete()
