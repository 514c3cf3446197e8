"""Who asks, as far as counting needs to know: a person or a machine, and not who it is."""

import re

from django.conf import settings
from django.http import HttpRequest

# By what they call themselves; those who pretend to be readers are counted as readers.
MACHINES = re.compile(
    r"bot|crawl|spider|slurp|archiv|preview|monitor|fetch|scan|lighthouse"
    r"|curl|wget|python|java/|go-http|libwww|httpclient|facebookexternalhit|whatsapp|telegram",
    re.IGNORECASE,
)


def is_reader(request: HttpRequest) -> bool:
    """Whether a person's browser asks, as far as it says so, and on behalf of this site."""
    agent = request.headers.get("User-Agent", "")
    from_here = request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
    return bool(agent) and not MACHINES.search(agent) and from_here


def address_of(request: HttpRequest) -> str:
    """The network address that asks, seen past as many proxies of our own as the settings name."""
    proxies = settings.AXES_IPWARE_PROXY_COUNT
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
