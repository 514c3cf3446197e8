"""Requests to other sites lead to public addresses only and end at their deadline."""

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from delivery import outbound
from delivery.outbound import Deadline, is_public, is_public_web_server

NAME = "ailleurs.example"
Resolved = list[tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[str, int]]]


class Handler(BaseHTTPRequestHandler):
    server: "Site"

    def answer(self) -> None:
        self.server.asked.append((self.command, self.headers["Host"], self.path))
        length = int(self.headers["Content-Length"] or 0)
        self.server.bodies.append(self.rfile.read(length))
        if self.path == "/drips":
            self.drip()
            return
        status, location = {
            "/moved": (301, "/200"),
            "/loop": (302, "/loop"),
            "/inside": (302, "http://127.0.0.1:1/admin/"),
            "/elsewhere": (302, "ftp://ailleurs.example/"),
        }.get(self.path, (200, ""))
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = do_POST = answer

    def drip(self) -> None:
        """Send a header that never ends, a byte at a time, until the other side hangs up."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.server.is_over.wait(0.01):
            try:
                self.wfile.write(b"x")
            except OSError:
                return

    def log_message(self, *args: object) -> None:
        """Nothing on the tests' screen."""


class Site(ThreadingHTTPServer):
    """Another site, which keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, str]] = []
        self.bodies: list[bytes] = []
        self.is_over = threading.Event()

    def allowed(self, _ip: str, port: int) -> bool:
        return port == self.server_port


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    yield server
    server.is_over.set()
    server.shutdown()
    server.server_close()


def status_of(site: Site, path: str, max_redirects: int = 5, seconds: float = 10) -> int:
    with Deadline(seconds, seconds) as deadline:
        return outbound.request(
            "GET",
            f"http://localhost:{site.server_port}{path}",
            deadline,
            allowed=site.allowed,
            max_redirects=max_redirects,
        )


@pytest.fixture
def resolve(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], list[str]]], None]:
    """Let the name lead to the addresses that a function gives at each look-up."""
    look_up = socket.getaddrinfo

    def install(addresses: Callable[[], list[str]]) -> None:
        def getaddrinfo(host: str, port: int, *args: int, **kwargs: int) -> Resolved:
            if host != NAME:
                return look_up(host, port, *args, **kwargs)  # type: ignore[return-value]
            kind = socket.SOCK_STREAM
            return [(socket.AF_INET, kind, 6, "", (ip, port)) for ip in addresses()]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    return install


@pytest.mark.parametrize(
    ("ip", "expected"),
    [
        ("93.184.215.14", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("0.0.0.1", False),
        ("10.0.0.7", False),
        ("172.16.3.4", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("ff0e::1", False),
        ("::1", False),
        ("fd00::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.7", False),
        ("::ffff:127.0.0.1", False),
        ("2002:0a00:0007::", False),
    ],
)
def test_only_addresses_of_the_internet_are_public(ip: str, expected: bool) -> None:
    assert is_public(ip) == expected
    assert is_public_web_server(ip, 443) == is_public_web_server(ip, 80) == expected
    assert not is_public_web_server(ip, 22)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"],  # noqa: S104
)
def test_our_own_machines_are_not_asked_unless_allowed(site: Site, host: str) -> None:
    with Deadline(10, 10) as deadline, pytest.raises(outbound.PrivateAddress):
        outbound.request("GET", f"http://{host}:{site.server_port}/", deadline)
    assert site.asked == []


def test_a_name_with_one_private_address_is_refused(
    site: Site, resolve: Callable[[Callable[[], list[str]]], None]
) -> None:
    resolve(lambda: ["93.184.215.14", "127.0.0.1"])
    with Deadline(10, 10) as deadline, pytest.raises(outbound.PrivateAddress):
        outbound.request("GET", f"http://{NAME}:{site.server_port}/", deadline)
    assert site.asked == []


def test_the_connection_is_made_to_the_address_that_was_judged(
    site: Site, resolve: Callable[[Callable[[], list[str]]], None]
) -> None:
    answers = iter([["127.0.0.1"]])
    resolve(lambda: next(answers))
    with Deadline(10, 10) as deadline:
        address = f"http://{NAME}:{site.server_port}/été?q=ça"
        assert outbound.request("HEAD", address, deadline, allowed=site.allowed) == 200
    assert site.asked == [("HEAD", f"{NAME}:{site.server_port}", "/%C3%A9t%C3%A9?q=%C3%A7a")]


def test_a_redirect_is_followed_only_where_that_is_asked_for(site: Site) -> None:
    assert status_of(site, "/moved") == 200
    assert status_of(site, "/moved", max_redirects=0) == 301


def test_redirects_without_end_are_given_up(site: Site) -> None:
    with pytest.raises(outbound.TooManyRedirects):
        status_of(site, "/loop", max_redirects=2)
    assert len(site.asked) == 3


def test_the_target_of_a_redirect_is_judged_as_well(site: Site) -> None:
    with pytest.raises(outbound.PrivateAddress):
        status_of(site, "/inside")
    with pytest.raises(outbound.NotAWebAddress):
        status_of(site, "/elsewhere")


def test_a_body_is_sent_with_its_headers(site: Site) -> None:
    with Deadline(10, 10) as deadline:
        outbound.request(
            "POST",
            f"http://127.0.0.1:{site.server_port}/hook?room=desk",
            deadline,
            allowed=outbound.is_any_address,
            headers={"Content-Type": "text/plain"},
            body="été".encode(),
        )
    assert (site.asked[0][0], site.asked[0][2]) == ("POST", "/hook?room=desk")
    assert site.bodies == ["été".encode()]


def test_a_side_that_drips_is_cut_at_the_deadline(site: Site) -> None:
    with pytest.raises(TimeoutError):
        status_of(site, "/drips", seconds=0.3)


def test_one_deadline_holds_for_all_its_requests(site: Site) -> None:
    with pytest.raises(TimeoutError), Deadline(0, 10) as deadline:
        outbound.request(
            "GET", f"http://localhost:{site.server_port}/", deadline, allowed=site.allowed
        )
    assert site.asked == []


@pytest.mark.parametrize(
    "address", ["ftp://ailleurs.example/", "http://", "http://[::1", "http://ailleurs.example:x/"]
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with Deadline(10, 10) as deadline, pytest.raises(outbound.NotAWebAddress):
        outbound.request("GET", address, deadline)


def test_a_name_without_an_address_is_unknown() -> None:
    with Deadline(10, 10) as deadline, pytest.raises(outbound.UnknownHost):
        outbound.request("GET", "http://nulle-part.invalid/", deadline)
