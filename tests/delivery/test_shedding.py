"""Readers who have given up, and readers who wait for too long, do not hold up the next one."""

import http.client
import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from scripts.servers import free_port
from tests.jobs.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
THREADS = 2
HURRIED, PATIENT = "0", "60"  # seconds
READERS_WHO_GIVE_UP = 200


class SlowSite:
    """A real gunicorn with one process, two threads and our worker, before `slow_site`."""

    def __init__(self, port: int, place: Path) -> None:
        self.port = port
        self.place = place

    @property
    def begun(self) -> Counter[str]:
        """How many pages have been begun, by their method."""
        return Counter(file.name.partition("-")[0] for file in self.place.glob("*-*"))

    def open(self) -> None:
        (self.place / "open").touch()

    def ask(
        self, path: str = "/", method: str = "GET", cookie: str = ""
    ) -> http.client.HTTPResponse:
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        client.request(method, path, headers={"Cookie": cookie, "Connection": "close"})
        return client.getresponse()

    def asked(self, method: str = "GET") -> socket.socket:
        """A connection on which a page has been asked for, whose answer nobody has read."""
        client = socket.create_connection(("127.0.0.1", self.port))
        client.sendall(f"{method} / HTTP/1.1\r\nHost: paper\r\nContent-Length: 0\r\n\r\n".encode())
        return client

    def hold_all_threads(self) -> list[socket.socket]:
        held = [self.asked() for _thread in range(THREADS)]
        wait_until(lambda: self.begun["GET"] == THREADS)
        return held


@contextmanager
def slow_site(place: Path, shed_after: str) -> Iterator[SlowSite]:
    site = SlowSite(free_port(), place)
    options = ["--workers", "1", "--threads", str(THREADS), "--worker-connections", "256"]
    worker = ["--worker-class", "delivery.web_worker.WebWorker", "--no-control-socket"]
    address = ["--bind", f"127.0.0.1:{site.port}", "--config", os.devnull]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", *address, *options, *worker),
            "tests.delivery.slow_site",
        ],
        cwd=ROOT,
        env=os.environ | {"PLACE": str(place), "SHED_AFTER": shed_after},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: listens(site.port))
        yield site
    finally:
        site.open()
        process.terminate()
        process.wait(30)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def patient_site(tmp_path: Path) -> Iterator[SlowSite]:
    with slow_site(tmp_path, PATIENT) as site:
        yield site


@pytest.fixture
def hurried_site(tmp_path: Path) -> Iterator[SlowSite]:
    """Nobody waits there: who does not find a thread at once is asked to come back."""
    with slow_site(tmp_path, HURRIED) as site:
        yield site


def test_pages_for_readers_who_have_given_up_are_not_made(patient_site: SlowSite) -> None:
    held = patient_site.hold_all_threads()
    for reader in [patient_site.asked() for _reader in range(READERS_WHO_GIVE_UP)]:
        reader.close()
    with ThreadPoolExecutor(1) as next_reader:
        answer = next_reader.submit(patient_site.ask)
        # While nothing moves, machines are answered.
        assert patient_site.ask("/healthz").status == 200
        assert patient_site.begun == {"GET": THREADS}
        patient_site.open()
        assert answer.result().status == 200
    assert patient_site.begun == {"GET": THREADS + 1}
    for reader in held:
        assert reader.recv(100).startswith(b"HTTP/1.1 200")
        reader.close()


def test_what_was_sent_is_taken_whether_or_not_the_sender_waits(patient_site: SlowSite) -> None:
    held = patient_site.hold_all_threads()
    patient_site.asked("POST").close()
    assert patient_site.ask("/healthz").status == 200
    patient_site.open()
    wait_until(lambda: patient_site.begun["POST"] == 1)
    for reader in held:
        reader.close()


def test_reader_who_has_waited_for_too_long_is_asked_to_come_back(hurried_site: SlowSite) -> None:
    hurried_site.open()
    answer = hurried_site.ask()
    page = answer.read().decode()
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert '<html lang="fr">' in page and "Réessayer" in page
    # It shows even where nothing else of the site can be had.
    assert not {"<link", "<script", "<img"} & set(page.split())
    assert hurried_site.ask(method="HEAD").status == 503
    assert not hurried_site.begun


def test_the_desk_forms_and_files_are_never_sent_away(hurried_site: SlowSite) -> None:
    hurried_site.open()
    asked = [
        ("/", "POST", ""),
        ("/", "GET", "sessionid=of-the-desk"),
        ("/admin/", "GET", ""),
        ("/static/css/site.css", "GET", ""),
        ("/healthz", "GET", ""),
    ]
    assert {hurried_site.ask(*request).status for request in asked} == {200}
