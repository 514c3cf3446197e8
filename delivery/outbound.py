"""HTTP requests to other sites: to public addresses only, and within a deadline.

An address that somebody typed may name our own machines, or a name that leads to them (OWASP,
“Server-Side Request Forgery Prevention”). A name is therefore looked up once, every address that it
has is judged, and the connection is made to an address that was judged. The same holds for each
redirect that is followed. The body of an answer is never read, so its size costs nothing.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from time import monotonic
from types import TracebackType
from typing import Self
from urllib.parse import quote, urljoin, urlsplit

# Whether an IP address may be connected to, at a port.
AddressRule = Callable[[str, int], bool]

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PORTS = {"http": 80, "https": 443}


class OutboundError(Exception):
    """No request was made, or none that has an answer."""


class NotAWebAddress(OutboundError):
    """The address is not one of http or https."""


class UnknownHost(OutboundError):
    """No IP address belongs to the host's name."""


class PrivateAddress(OutboundError):
    """The host has an IP address that must not be connected to."""


class TooManyRedirects(OutboundError):
    """The redirects go on beyond the number that is followed."""


def is_public(ip: str, _port: int = 0) -> bool:
    """Whether an IP address is on the internet; of IPv4 inside IPv6, whether both are."""
    address = ipaddress.ip_address(ip.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return all(one.is_global and not one.is_multicast for one in (inner or address, address))


def is_public_web_server(ip: str, port: int) -> bool:
    """Whether an IP address is on the internet and the port is one of the web's."""
    return port in PORTS.values() and is_public(ip)


def is_any_address(_ip: str, _port: int) -> bool:
    """Allow every IP address, private ones too."""
    return True


class Deadline:
    """The end of one or several requests, at which their connections are cut.

    seconds: how long the requests may take together, except for looking up names.
    wait: how long each step of them may take without a byte from the other side, in seconds.
    """

    def __init__(self, seconds: float, wait: float) -> None:
        self.wait = wait
        self._ends_at = monotonic() + seconds
        self._connections: list[socket.socket] = []
        # A side that sends one byte a second never exceeds `wait`.
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()

    def timeout(self) -> float:
        """Return the seconds that the next step may take. Raises TimeoutError when none is left."""
        left = self._ends_at - monotonic()
        if left <= 0:
            raise TimeoutError("The deadline of the request has passed.")
        return min(left, self.wait)

    def watch(self, connection: socket.socket) -> None:
        """Cut `connection` at the deadline."""
        self._connections.append(connection)
        connection.settimeout(self.timeout())

    def _cut(self) -> None:
        for connection in self._connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def request(
    method: str,
    address: str,
    deadline: Deadline,
    *,
    allowed: AddressRule = is_public,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    max_redirects: int = 0,
) -> int:
    """Send a request and return the status of the answer.

    max_redirects: how many redirects are followed, by the same request; with 0 the status of the
        redirect itself is returned.

    Raises OutboundError, OSError (TimeoutError at the deadline) or http.client.HTTPException.
    """
    try:
        for _number in range(max_redirects + 1):
            status, location = _exchange(method, address, deadline, allowed, headers or {}, body)
            if not max_redirects or status not in REDIRECTS or not location:
                return status
            address = urljoin(address, location)
    except OSError:  # A refused certificate is a ValueError as well.
        raise
    except ValueError as error:
        raise NotAWebAddress(address) from error
    raise TooManyRedirects(address)


@dataclass(frozen=True)
class _Target:
    """The parts of an address that a request needs."""

    is_secure: bool
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, address: str) -> Self:
        """Take `address` apart. Raises ValueError where it is not one of http or https."""
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        if parts.scheme not in PORTS or not host:
            raise ValueError("A scheme of the web and a host are needed.")
        port = parts.port or PORTS[parts.scheme]
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        # Letters beyond ASCII are percent-encoded; what is encoded already stays.
        return cls(parts.scheme == "https", host, port, quote(path, safe="/%?&=:;@!$'()*+,-._~#[]"))

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        is_usual = self.port == PORTS["https" if self.is_secure else "http"]
        return host if is_usual else f"{host}:{self.port}"


def _exchange(
    method: str,
    address: str,
    deadline: Deadline,
    allowed: AddressRule,
    headers: Mapping[str, str],
    body: bytes | None,
) -> tuple[int, str | None]:
    """Send one request; return the status of the answer, and where it redirects to."""
    target = _Target.of(address)
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = _connect(target, deadline, allowed)
    try:
        always = {"Host": target.host_header, "Connection": "close"}
        connection.request(method, target.path, body, {**headers, **always})
        response = connection.getresponse()
        # What was cut in the middle of its headers is no answer.
        deadline.timeout()
        return response.status, response.headers.get("Location")
    except (OSError, http.client.HTTPException):
        deadline.timeout()
        raise
    finally:
        connection.close()


def _connect(target: _Target, deadline: Deadline, allowed: AddressRule) -> socket.socket:
    """Connect to an address that was judged: a name may lead elsewhere at a second look-up."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise UnknownHost(target.host) from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(allowed(address, target.port) for address in addresses):
        raise PrivateAddress(target.host)
    connection = socket.create_connection((addresses[0], target.port), deadline.timeout())
    try:
        if target.is_secure:
            # The handshake comes after `watch`, so that the deadline cuts it too.
            connection = ssl.create_default_context().wrap_socket(
                connection, server_hostname=target.host, do_handshake_on_connect=False
            )
        deadline.watch(connection)
        if isinstance(connection, ssl.SSLSocket):
            connection.do_handshake()
    except BaseException:
        connection.close()
        raise
    return connection
