"""Resets of a lost second factor: two people together, on record."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from accounts.second_factor import factors, session, tasks
from accounts.second_factor.models import ResetRequest, ResetState, SecondFactorDuty
from accounts.users import User
from delivery.request_cache import cached_for_request

ASKED = "accounts.second_factor.reset_asked"
REFUSED = "accounts.second_factor.reset_refused"
DONE = "accounts.second_factor.reset"
# How long the password alone still leads to the set-up page after a reset.
SET_UP_WITHIN = timedelta(hours=24)


def may_take_part(user: User) -> bool:
    """Administrators and those of the groups that must have a second factor themselves."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    groups = user.groups.filter(name__in=settings.SECOND_FACTOR_GROUPS)
    return cached_for_request(("resets", user.pk), groups.exists)


def participants() -> QuerySet[User]:
    """Users who may ask for a reset and confirm one, for anybody."""
    groups = User.groups.through.objects.filter(
        user_id=OuterRef("pk"), group__name__in=settings.SECOND_FACTOR_GROUPS
    )
    people = User.objects.filter(is_active=True)
    return (people.filter(is_superuser=True) | people.filter(Exists(groups))).distinct()


def resettable_by(user: User) -> QuerySet[User]:
    """Colleagues who have a second factor to lose."""
    known = factors.Authenticator.objects.filter(user_id=OuterRef("pk"))
    people = User.objects.filter(Exists(known), is_active=True).exclude(pk=user.pk)
    return people.order_by("last_name", "first_name", "username")


def may_decide(user: User, request: ResetRequest) -> bool:
    """A second person: never the one concerned, never the one who asked."""
    return may_take_part(user) and user.pk not in (request.user_id, request.asked_by_id)


def still_counts(request: ResetRequest) -> bool:
    """Whether the one who asked still takes part."""
    asker = request.asked_by
    return asker is not None and may_take_part(asker)


@transaction.atomic
def ask(user: User, asker: User, reason: str) -> ResetRequest:
    """Ask for a reset. A request that is open for the same person is used instead."""
    if not may_take_part(asker) or asker.pk == user.pk:
        raise PermissionDenied
    User.objects.select_for_update().get(pk=user.pk)
    waiting = ResetRequest.objects.open().filter(user=user).first()
    if waiting:
        return waiting
    request = ResetRequest.objects.create(user=user, asked_by=asker, reason=reason)
    log(user, ASKED, user=asker, data={"reason": reason})
    tasks.tell(user, "reset_asked", asker=str(asker), reason=reason)
    for person in participants().exclude(pk__in=(user.pk, asker.pk)):
        tasks.tell(person, "reset_waits", asker=str(asker), person=str(user), reason=reason)
    return request


@transaction.atomic
def decide(pk: int, decider: User, agrees: bool) -> bool:
    """Confirm or refuse a reset; return whether it was still open.

    Raise PermissionDenied for the person concerned, for the one who asked, for those who take no
    part, and where the one who asked takes no part any more.
    """
    request = ResetRequest.objects.select_for_update().filter(pk=pk).first()
    if request is None or not may_decide(decider, request):
        raise PermissionDenied
    if request.state != ResetState.OPEN or request.ends_at <= timezone.now():
        return False
    if agrees and not still_counts(request):
        raise PermissionDenied
    request.state = ResetState.DONE if agrees else ResetState.REFUSED
    request.decided_by, request.decided_at = decider, timezone.now()
    request.save()
    if agrees:
        reset(request.user, decider, {"asked_by": str(request.asked_by), "reason": request.reason})
    else:
        log(request.user, REFUSED, user=decider, data={"reason": request.reason})
        tasks.tell(request.user, "reset_refused", decider=str(decider))
    return True


@transaction.atomic
def reset(user: User, actor: User | None, data: dict[str, str]) -> None:
    """Take every factor of a person away, end their sessions, and give a day to set up anew."""
    factors.remove_all(user)
    session.end_all(user)
    SecondFactorDuty.objects.update_or_create(
        user=user, defaults={"set_up_by": timezone.now() + SET_UP_WITHIN}
    )
    log(user, DONE, user=actor, data=data)
    tasks.tell(user, "reset_done", **data, decider=str(actor or ""))
