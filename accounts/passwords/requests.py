"""Limits on requests for a new password, and their mails.

Nothing shows whether an address has an account: neither the page nor the time it takes, nor
the limits, which count any address alike.
"""

from datetime import timedelta

from django.http import HttpRequest

from accounts.counts import OPEN, Counter, Limit
from accounts.devices.cookie import known_to
from accounts.passwords.tasks import send_password_reset
from delivery.readers import network_of

HOUR = timedelta(hours=1)
NETWORK = Limit("reset network", most=10, window=HOUR)
ADDRESS = Limit("reset address", most=3, window=HOUR)
DEVICE = Limit("reset device", most=3, window=HOUR)


def wait_of(request: HttpRequest) -> timedelta:
    """Count a request for its network. Returns OPEN, or how long it must wait."""
    network = network_of(request)
    return Counter(NETWORK, (network,)).take() if network else OPEN


def ask_by_mail(email: str, request: HttpRequest | None = None) -> None:
    """Put the mail into the queue; beyond the limit of its address, do nothing and say nothing.

    A mail that went out before still works, so that a stranger who asks again and again keeps
    nobody out. A browser that is known to the account is not held back by them either.
    """
    email = email.strip().casefold()
    device = known_to(request, email) if request else None
    counter = Counter(DEVICE, (device.pk,)) if device else Counter(ADDRESS, (email,))
    if not counter.take():
        send_password_reset.enqueue(email)
