"""The alert of the moment, from the cache; the database is asked after each change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from home.models import Alert

KEY = "alerts"
KEPT = 60  # seconds, for what no signal tells: another process's write, a page's new address


@dataclass(frozen=True)
class ShownAlert:
    mark: str
    text: str
    url: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class AlertState:
    """The alert of the moment, and when that changes."""

    alert: ShownAlert | None
    changes_at: datetime | None


def alert_at(now: datetime) -> AlertState:
    """The newest approved alert that runs; costs no query but once a minute."""
    alerts: list[ShownAlert] = cache.get_or_set(KEY, _not_over, KEPT) or []
    shown = next((alert for alert in alerts if alert.starts_at <= now < alert.ends_at), None)
    moments = [moment for alert in alerts for moment in (alert.starts_at, alert.ends_at)]
    return AlertState(shown, min((moment for moment in moments if moment > now), default=None))


def invalidate(**kwargs: object) -> None:
    """Have the next reader ask the database."""
    cache.delete(KEY)


def _not_over() -> list[ShownAlert]:
    return [
        ShownAlert(alert.mark, alert.approved_text, alert.url, alert.starts_at, alert.ends_at)
        for alert in Alert.objects.not_over(timezone.now())
        .approved()
        .select_related("approved_page")
    ]
