"""The name of a browser and system, read from the user agent."""

import re
from ipaddress import ip_address, ip_network

from django.utils.translation import gettext as _

# The first that fits: Edge, Opera and Samsung call themselves Chrome as well, and Chrome Safari.
BROWSERS = (
    ("Edge", re.compile(r"\bEdg(e|A|iOS)?/")),
    ("Opera", re.compile(r"\bOPR/|\bOpera\b")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/")),
    ("Firefox", re.compile(r"\b(Firefox|FxiOS)/")),
    ("Chrome", re.compile(r"\b(Chrome|CriOS|HeadlessChrome)/")),
    ("Safari", re.compile(r"\bSafari/")),
)
SYSTEMS = (
    ("iPhone", re.compile(r"\biPhone\b")),
    ("iPad", re.compile(r"\biPad\b")),
    ("Android", re.compile(r"\bAndroid\b")),
    ("Windows", re.compile(r"\bWindows\b")),
    ("ChromeOS", re.compile(r"\bCrOS\b")),
    ("macOS", re.compile(r"\bMac OS X\b")),
    ("Linux", re.compile(r"\bLinux\b")),
)


def browser_of(agent: str) -> str:
    return next((name for name, pattern in BROWSERS if pattern.search(agent)), "")


def system_of(agent: str) -> str:
    return next((name for name, pattern in SYSTEMS if pattern.search(agent)), "")


def in_words(browser: str, system: str) -> str:
    """As people call it: “Firefox on Windows”."""
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")


def roughly(network: str) -> str:
    """The neighbourhood of a network, /24 or /48: enough to know one's own, and no more.

    Empty if the network is unknown.
    """
    try:
        address = ip_address(network.partition("/")[0])
    except ValueError:
        return ""
    width = 24 if address.version == 4 else 48
    return str(ip_network((address, width), strict=False))
