"""The task that sends an event to a webhook."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from delivery.outbound import PrivateAddress
from editorial.notices.webhooks import sending
from editorial.notices.webhooks.models import WebhookDelivery
from jobs.gone import log_gone
from jobs.queue import PermanentFailure
from jobs.retrying import retried


@retried(
    max_attempts=10,
    first_wait=timedelta(seconds=10),
    longest_wait=timedelta(hours=1),
    label=_("Send an event to a webhook"),
)
@task()
def push(pk: int) -> None:
    """Send one event to one webhook, until it answers that it has it.

    After a killed worker it is sent again with the same key, by which the receiver recognises it.
    """
    delivery = (
        WebhookDelivery.objects.filter(pk=pk, delivered_at=None, webhook__is_active=True)
        .select_related("webhook", "announcement__actor")
        .first()
    )
    if delivery is None:
        log_gone("delivery", pk)
        return
    delivery.attempts += 1
    delivery.last_attempt_at = timezone.now()
    delivery.status, delivery.error = None, ""
    try:
        delivery.status = sending.deliver(delivery)
        if not 200 <= delivery.status < 300:
            raise WebhookFailed(f"The webhook answered {delivery.status}.")
        delivery.delivered_at = timezone.now()
    except PrivateAddress as error:
        delivery.error = gettext("This address leads to a machine that is not public.")
        raise PermanentFailure(delivery.error) from error
    except Exception as error:
        delivery.error = "" if delivery.status else f"{type(error).__name__}: {error}"[:300]
        raise
    finally:
        WebhookDelivery.objects.filter(pk=pk).update(
            attempts=delivery.attempts,
            last_attempt_at=delivery.last_attempt_at,
            status=delivery.status,
            error=delivery.error,
            delivered_at=delivery.delivered_at,
        )


class WebhookFailed(Exception):
    """The receiving service answered with another status than success."""
