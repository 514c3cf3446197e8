"""Asking other sites whether a link to them still answers: bounded, and never inside this house."""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer
from urllib.parse import quote, urljoin, urlsplit

from django.utils.translation import gettext as _

AGENT = "Actujet link check"
WAIT = 5.0  # seconds for one answer of the other side
LONGEST = 12.0  # seconds for one address, redirects included
MAX_REDIRECTS = 5
# What means that nothing is there any more. Refusals (401, 403, 429) and errors of a bad day
# (500, 503) say nothing of the link.
GONE = frozenset({404, 410})

Allowed = Callable[[str, int], bool]


class Unreachable(Exception):
    """Nothing answers at the address, or it must not be asked; says why in plain words."""


@dataclass(frozen=True)
class Answer:
    """What an address gave; `reason` says why it is dead."""

    is_dead: bool
    reason: str = ""


def is_public(address: str, port: int) -> bool:
    """Whether an IP address is out on the internet, at a port of the web.

    A link may name our own machines, or a name that leads to them (OWASP, server-side request
    forgery): those are never asked.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return (
        port in {80, 443}
        and ip.is_global
        and not ip.is_multicast
        and (mapped is None or mapped.is_global)
    )


def ask(address: str, allowed: Allowed = is_public) -> Answer:
    """Ask for `address`, by HEAD and where that is refused by GET, without reading what comes.

    allowed: which IP addresses and ports may be asked.
    """
    opened: list[socket.socket] = []
    # A side that sends one byte a second never runs into the wait between two bytes.
    guard = Timer(LONGEST, _cut, args=[opened])
    guard.daemon = True
    guard.start()
    try:
        status = _status("HEAD", address, allowed, opened)
        if status in GONE or status in {405, 501}:
            # Many servers know only GET.
            status = _status("GET", address, allowed, opened)
    except Unreachable as error:
        return Answer(True, str(error))
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(True, _("no answer"))
    finally:
        guard.cancel()
    return (
        Answer(True, _("error %(status)s") % {"status": status})
        if status in GONE
        else Answer(False)
    )


def _status(method: str, address: str, allowed: Allowed, opened: list[socket.socket]) -> int:
    for _redirect in range(MAX_REDIRECTS + 1):
        with _request(method, address, allowed, opened) as response:
            location = response.headers.get("Location")
            if response.status not in {301, 302, 303, 307, 308} or not location:
                return response.status
            address = urljoin(address, location)
    raise Unreachable(_("it leads from one address to the next without end"))


@contextmanager
def _request(
    method: str, address: str, allowed: Allowed, opened: list[socket.socket]
) -> Iterator[http.client.HTTPResponse]:
    parts = urlsplit(address)
    host = (parts.hostname or "").encode("idna").decode()
    if parts.scheme not in {"http", "https"} or not host:
        raise Unreachable(_("it is no web address"))
    port = parts.port or (443 if parts.scheme == "https" else 80)
    secure = parts.scheme == "https"
    connection = http.client.HTTPConnection(host, port, timeout=WAIT)
    connection.sock = _connect(host, port, allowed, secure)
    opened.append(connection.sock)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        name = host if port in {80, 443} else f"{host}:{port}"
        connection.putrequest(method, _plain(target), skip_host=True, skip_accept_encoding=True)
        for header, value in {"Host": name, "User-Agent": AGENT, "Connection": "close"}.items():
            connection.putheader(header, value)
        connection.endheaders()
        yield connection.getresponse()
    finally:
        connection.close()


def _connect(host: str, port: int, allowed: Allowed, secure: bool) -> socket.socket:
    """To the very address that was judged: the name may lead elsewhere a moment later."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise Unreachable(_("no site has this name")) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses or not all(allowed(address, port) for address in addresses):
        raise Unreachable(_("it leads to no public site"))
    plain = socket.create_connection((addresses[0], port), timeout=WAIT)
    if not secure:
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise


def _plain(target: str) -> str:
    """The path as it may stand in a request: letters beyond ASCII are percent-encoded."""
    return quote(target, safe="/%?&=:;@!$'()*+,-._~#[]")


def _cut(opened: list[socket.socket]) -> None:
    for one in opened:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
