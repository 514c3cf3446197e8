"""Facts about a reader that counts and limits need: person or machine, and from which network."""

import re
from ipaddress import IPv4Address, ip_address, ip_network

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


def _address_of(request: HttpRequest) -> str:
    """The network address that asks, seen past as many proxies of our own as the settings name."""
    proxies = settings.PROXY_COUNT
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(request: HttpRequest) -> str:
    """The network that asks: an IPv4 address, or the /64 that one line is given of IPv6.

    Empty if the address is unknown. An IPv4 address that is written as IPv6 is the same one.
    """
    try:
        address = ip_address(_address_of(request))
    except ValueError:
        return ""
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, 64), strict=False))
