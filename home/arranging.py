"""Changes to the arrangement of la Une: each makes a version, none changes one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from home.models import FrontPageVersion, HomePage
from home.plan import Plan


class StaleArrangement(Exception):
    """Somebody else has changed la Une since the form was opened; `version` is theirs."""

    def __init__(self, version: FrontPageVersion | None) -> None:
        super().__init__("la Une was arranged meanwhile")
        self.version = version


def arrangement_token(home: HomePage) -> str:
    """Return a token that changes with each version and each cancellation."""
    versions = home.versions
    newest = versions.order_by("-pk").values_list("pk", flat=True).first()
    return f"{newest or 0}-{versions.exclude(cancelled_at=None).count()}"


@transaction.atomic
def arrange(
    home: HomePage,
    plan: Plan,
    user: User,
    *,
    seen: str,
    valid_from: datetime | None = None,
    replaces: int | None = None,
) -> FrontPageVersion:
    """Arrange la Une by `plan` from `valid_from` on (from now on if it is none or past).

    Takes the place of the version `replaces`, if that has not come into force yet. Raises
    StaleArrangement if `arrangement_token` is no longer the one that the user has `seen`.
    """
    HomePage.objects.select_for_update().get(pk=home.pk)
    if seen != arrangement_token(home):
        raise StaleArrangement(home.versions.order_by("-pk").select_related("made_by").first())
    now = timezone.now()
    if replaces is not None:
        cancel(home, replaces, user)
    return FrontPageVersion.objects.create(
        home=home,
        content=plan.to_json(),
        valid_from=max(valid_from, now) if valid_from else now,
        made_by=user,
    )


@transaction.atomic
def go_back(home: HomePage, version: FrontPageVersion, user: User) -> FrontPageVersion:
    """Arrange la Une again, from now on, as in `version`."""
    return FrontPageVersion.objects.create(
        home=home,
        content=version.content,
        valid_from=timezone.now(),
        made_by=user,
        copy_of=version,
    )


def cancel(home: HomePage, version_id: int, user: User) -> bool:
    """Take back a version that has not come into force; whether there was one to take back."""
    now = timezone.now()
    to_come = home.versions.filter(pk=version_id, cancelled_at=None, valid_from__gt=now)
    return bool(to_come.update(cancelled_at=now, cancelled_by=user))
