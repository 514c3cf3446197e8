"""One attempt to sign in, and the counts it belongs to."""

import unicodedata
from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest

from accounts.counts import Counter, Limit
from accounts.devices.cookie import known_to
from delivery.readers import network_of

QUARTER = timedelta(minutes=15)
# A person who searches for the right one of five passwords needs no more.
DEVICE = Limit("sign-in device", most=10, window=QUARTER)
PAIR = Limit("sign-in pair", most=10, window=QUARTER)
# A newsroom behind one address: only wrong passwords on unknown browsers count.
NETWORK = Limit("sign-in network", most=20, window=QUARTER)
# Many networks against one account.
ACCOUNT = Limit("sign-in account", most=30, window=timedelta(hours=1))


class Attempt:
    """Counted before the password is looked at, so that tries at the same moment all count.

    `wait` says how long this one must wait; nothing if it may go on. `is_weak` says whether the
    password would be refused today.
    """

    def __init__(self, request: HttpRequest, name: str, is_weak: Callable[[], bool]) -> None:
        self.is_weak = is_weak
        self.failed = False
        self.taken: list[Counter] = []
        all_counters = counters(request, name)
        # A closed door costs no write, however many knock under however many names.
        self.wait = max(counter.wait() for counter in all_counters)
        for counter in all_counters:
            if self.wait:
                break
            self.wait = counter.take()
            if not self.wait:
                self.taken.append(counter)

    def give_back(self) -> None:
        """The password was right: the try counts for nothing."""
        for counter in self.taken:
            counter.give_back()
        self.taken = []

    def end_well(self) -> None:
        """Somebody is signed in: wrong passwords before are forgiven to this person, here."""
        if self.taken:
            self.taken.pop(0).forget()


def counters(request: HttpRequest, name: str) -> list[Counter]:
    """Return the counters that a try belongs to, the narrowest first."""
    name = unicodedata.normalize("NFKC", name).strip().casefold()
    device = known_to(request, name)
    if device:
        return [Counter(DEVICE, (device.pk,))]
    network = network_of(request)
    narrow = [Counter(PAIR, (name, network))]
    # Without an address, one count would close the door for everybody.
    wide = [Counter(NETWORK, (network,))] if network else []
    return [*narrow, *wide, Counter(ACCOUNT, (name,))]
