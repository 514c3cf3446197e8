"""Limits on tries within a time, counted in the database.

Any number of processes count together: a row is read and raised under its lock. A cache would lose
counts when it is full or away, and each process would keep its own.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

OPEN = timedelta(0)


@dataclass(frozen=True)
class Limit:
    """At most `most` tries within `window`, counted from the first of them."""

    name: str
    most: int
    window: timedelta


@dataclass(frozen=True)
class Counter:
    """The count of a limit for one account, network or device."""

    limit: Limit
    parts: tuple[object, ...]

    @property
    def key(self) -> str:
        """The name of the row: a digest, from which no account or address can be read."""
        text = "\n".join([self.limit.name, *map(str, self.parts)])
        return hmac.new(settings.SECRET_KEY.encode(), text.encode(), sha256).hexdigest()

    def wait(self) -> timedelta:
        """Return how long no more tries are taken; OPEN if one is. Counts nothing."""
        now = timezone.now()
        full = TryCount.objects.filter(key=self.key, count__gte=self.limit.most, ends_at__gt=now)
        ends_at = full.values_list("ends_at", flat=True).first()
        return ends_at - now if ends_at else OPEN

    def take(self) -> timedelta:
        """Count a try. Returns OPEN, or how long to wait if there were too many: then no count."""
        with transaction.atomic():
            now = timezone.now()
            fresh = {"count": 0, "ends_at": now + self.limit.window}
            pk = TryCount.objects.get_or_create(key=self.key, defaults=fresh)[0].pk
            row = TryCount.objects.select_for_update().get(pk=pk)
            if row.ends_at <= now:
                row.count, row.ends_at = 0, now + self.limit.window
            if row.count >= self.limit.most:
                return row.ends_at - now
            row.count += 1
            row.save()
            return OPEN

    def give_back(self) -> None:
        """Take one try back, which has turned out well."""
        TryCount.objects.filter(key=self.key, count__gt=0).update(count=F("count") - 1)

    def forget(self) -> None:
        TryCount.objects.filter(key=self.key).delete()


class TryCount(models.Model):
    """The tries of one counter within its current window."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "accounts"

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"


def prune(now: datetime, should_continue: Callable[[], bool] = lambda: True) -> int:
    """Delete the counts whose window is over, a batch at a time; return how many."""
    deleted = 0
    while should_continue():
        over = TryCount.objects.filter(ends_at__lte=now).order_by()
        batch = list(over.values_list("pk", flat=True)[:500])
        if not batch:
            break
        deleted += over.filter(pk__in=batch).delete()[0]
    return deleted
