"""The months by which articles are listed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.utils import timezone


@dataclass(frozen=True)
class Month:
    first_day: datetime
    count: int

    @classmethod
    def of(cls, key: str, count: int) -> Self:
        """The month `key`, such as 2026-11."""
        return cls(timezone.make_aware(datetime.strptime(key, "%Y-%m")), count)

    @property
    def key(self) -> str:
        """The month in an address: 2026-11."""
        return f"{self.first_day:%Y-%m}"

    @property
    def params(self) -> str:
        """The query string before the number of a page in the address of a list."""
        return f"mois={self.key}&"


def month_between(key: str | None) -> tuple[datetime, datetime] | None:
    """Return the first moment of the month `key` (2026-11) and of the next; None if it is none."""
    try:
        start = timezone.make_aware(datetime.strptime(key or "", "%Y-%m"))
        end = (start + timedelta(days=32)).replace(day=1)
    except (ValueError, OverflowError):
        return None
    return start, end
