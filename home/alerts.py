"""The alert of the moment; the database is asked after each change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from delivery.pages.dependencies import depends_instead
from delivery.pages.kept import kept
from home.models import Alert


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
    """The newest approved alert that runs; asked for once until an alert changes."""
    alerts: list[ShownAlert] = kept("alerts", _not_over)
    shown = next((alert for alert in alerts if alert.starts_at <= now < alert.ends_at), None)
    moments = [moment for alert in alerts for moment in (alert.starts_at, alert.ends_at)]
    return AlertState(shown, min((moment for moment in moments if moment > now), default=None))


def _not_over() -> list[ShownAlert]:
    alerts = Alert.objects.not_over(timezone.now()).approved().select_related("approved_page")
    # It depends on the pages to which they lead, whichever others there are.
    with depends_instead([], {"articles", "pages"}):
        return [
            ShownAlert(alert.mark, alert.approved_text, alert.url, alert.starts_at, alert.ends_at)
            for alert in alerts
        ]
