"""The mail about a sign-in from a browser that is new to the account."""

from datetime import timedelta

from accounts.counts import Counter, Limit
from accounts.devices.models import Device
from accounts.devices.tasks import send_new_device
from accounts.users import User

DAY = timedelta(days=1)
# A browser that keeps no cookies is new each time; one mail a day is sent about it.
ALIKE = Limit("new device alike", most=1, window=DAY)
ANY = Limit("new device", most=5, window=DAY)


def notify_if_new(user: User, device: Device, network: str) -> None:
    """Put the mail into the queue, unless this is the first sign-in of the account."""
    if not user.email or not user.devices.exclude(pk=device.pk).exists():
        return
    alike = Counter(ALIKE, (user.pk, device.browser, device.system, network))
    if alike.take() or Counter(ANY, (user.pk,)).take():
        return
    send_new_device.enqueue(
        user.pk, device.created_at.isoformat(), device.browser, device.system, network
    )
