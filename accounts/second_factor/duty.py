"""The duty to sign in with a second factor: for whom, and from when on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.demo_accounts import DEMO_ACCOUNTS
from accounts.second_factor.models import SecondFactorDuty
from accounts.users import User

DAY = timedelta(days=1)
DEMO_NAMES = frozenset(account.username for account in DEMO_ACCOUNTS)


@dataclass(frozen=True)
class Standing:
    """`has_factor`: one is set up. `deadline`: from when on the password alone opens nothing but
    the set-up page, or None for those who are not asked. `set_up_by`: after a reset, until when the
    password still leads there.
    """

    has_factor: bool
    deadline: datetime | None = None
    set_up_by: datetime | None = None

    @property
    def is_barred(self) -> bool:
        """Whether the password alone leads to the set-up page and nowhere else."""
        if self.has_factor:
            return False
        return bool(self.set_up_by or (self.deadline and self.deadline <= timezone.now()))

    @property
    def is_shut_out(self) -> bool:
        """Whether the time to set a factor up again, after a reset, is over."""
        return bool(not self.has_factor and self.set_up_by and self.set_up_by <= timezone.now())

    @property
    def days_left(self) -> int | None:
        """Days until the password alone no longer opens the admin; None for those not asked."""
        if self.has_factor or self.deadline is None:
            return None
        return max(0, ceil((self.deadline - timezone.now()) / DAY))


def standing_of(user: User) -> Standing:
    """One query; and once in an account's life another one, which begins its days of grace."""
    factors = Authenticator.objects.filter(user_id=OuterRef("pk"))
    groups = Group.objects.filter(user=OuterRef("pk"), name__in=settings.SECOND_FACTOR_GROUPS)
    has_factor, in_group, superuser, asked_since, set_up_by = (
        User.objects.filter(pk=user.pk)
        .values_list(
            Exists(factors.exclude(type=Authenticator.Type.RECOVERY_CODES)),
            Exists(groups),
            "is_superuser",
            "second_factor_duty__asked_since",
            "second_factor_duty__set_up_by",
        )
        .get()
    )
    days = settings.SECOND_FACTOR_GRACE_DAYS
    if has_factor or days is None or not (superuser or in_group) or is_of_demo(user):
        return Standing(has_factor, None, set_up_by)
    if asked_since is None:
        asked_since = timezone.now()
        SecondFactorDuty.objects.update_or_create(user=user, defaults={"asked_since": asked_since})
    return Standing(has_factor, asked_since + days * DAY, set_up_by)


def is_asked(user: User) -> bool:
    """Whether a person's position asks for a second factor."""
    if settings.SECOND_FACTOR_GRACE_DAYS is None or is_of_demo(user):
        return False
    names = settings.SECOND_FACTOR_GROUPS
    return user.is_superuser or user.groups.filter(name__in=names).exists()


def is_of_demo(user: User) -> bool:
    """Whether it is an account of the demo, whose password is open to all: no factor guards it."""
    return settings.DEMO_PASSWORDS_ALLOWED and user.username in DEMO_NAMES


def is_fulfilled(user: User) -> None:
    """A factor is set up: the hours after a reset are over."""
    SecondFactorDuty.objects.filter(user=user).update(set_up_by=None)
