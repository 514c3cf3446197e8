"""Facts about a reader that counts and limits need: person or machine, and from which network."""

import re
from functools import lru_cache
from ipaddress import IPv4Address, ip_address, ip_network

from crawleruseragents import is_crawler
from django.conf import settings
from django.http import HttpRequest

# By the words in their names, where no list knows them; « Cubot » makes telephones.
MACHINES = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|archiv|monitor|fetch|scan|lighthouse|headless"
    r"|curl|wget|python|java/|go-http|libwww|httpclient|facebookexternalhit",
    re.IGNORECASE,
)
# So many names are remembered, each up to so many characters.
REMEMBERED, LONGEST = 2_000, 300


def is_machine(agent: str) -> bool:
    """Whether a User-Agent names a machine; those that pretend to be readers are counted as such.

    The list of what is known to crawl is https://github.com/monperrus/crawler-user-agents.
    """
    return _is_machine(agent[:LONGEST])


@lru_cache(REMEMBERED)
def _is_machine(agent: str) -> bool:
    return not agent or bool(MACHINES.search(agent)) or is_crawler(agent)


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site asks, or a reader by an address, as far as a browser tells."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def is_staff(request: HttpRequest) -> bool:
    """Whether somebody of the newsroom asks, as readers have no session."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def is_reader(request: HttpRequest) -> bool:
    """Whether a person's browser asks, as far as it says so, and on behalf of this site."""
    return not is_machine(request.headers.get("User-Agent", "")) and is_from_here(request)


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
