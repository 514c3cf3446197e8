"""Cache backends whose failure costs no page: a lost server, a folder on a full disk."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError, RedisError
from redis.retry import Retry

logger = structlog.get_logger(__name__)

# A server that does not answer, or only slowly, is left alone for this long (seconds), so that it
# slows one request down and not each of them.
REST = 2.0
# How long connecting may take, and how long an answer; not tried again, so that both together cost
# a page at most twice as much.
TIMEOUT = 0.1
# An answer that takes longer is the last one for a while.
SLOW = 0.05


def forgiving(method: Callable[..., Any], otherwise: Callable[..., Any]) -> Callable[..., Any]:
    """`method` of a client, answered by `otherwise` while the server has no answer."""

    @wraps(method)
    def call(client: "ForgivingClient", *args: object, **kwargs: object) -> Any:
        started = time.monotonic()
        if started < client.rests_until:
            return otherwise(*args, **kwargs)
        try:
            answer = method(client, *args, **kwargs)
        except (RedisError, OSError) as error:
            client.rests_until = time.monotonic() + REST
            if not client.is_lost:
                client.is_lost = True
                logger.warning("cache_lost", error=type(error).__name__)
            return otherwise(*args, **kwargs)
        now = time.monotonic()
        if now - started > SLOW:
            client.rests_until = now + REST
        if client.is_lost:
            client.is_lost = False
            logger.info("cache_is_back")
        return answer

    return call


def false(*args: object, **kwargs: object) -> bool:
    return False


def nothing(*args: object, **kwargs: object) -> None:
    return None


def the_default(key: str, default: object) -> object:
    return default


def no_such_key(key: str, delta: int) -> int:
    """What a counter answers for a missing key, which every key of a lost server is."""
    raise ValueError(f"Key '{key}' not found.")


class ForgivingClient(RedisCacheClient):
    """Takes the server's errors for misses: a read finds nothing, a write keeps nothing."""

    is_lost = False
    rests_until = 0.0

    add = forgiving(RedisCacheClient.add, false)
    get = forgiving(RedisCacheClient.get, the_default)
    set = forgiving(RedisCacheClient.set, nothing)
    touch = forgiving(RedisCacheClient.touch, false)
    delete = forgiving(RedisCacheClient.delete, false)
    get_many = forgiving(RedisCacheClient.get_many, lambda keys: {})
    has_key = forgiving(RedisCacheClient.has_key, false)
    incr = forgiving(RedisCacheClient.incr, no_such_key)
    set_many = forgiving(RedisCacheClient.set_many, nothing)
    delete_many = forgiving(RedisCacheClient.delete_many, nothing)
    clear = forgiving(RedisCacheClient.clear, false)


class ForgivingRedisCache(RedisCache):
    """Valkey or Redis, without which pages are slower and nothing else."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ForgivingClient
        self._options: dict[str, object] = {
            "socket_connect_timeout": TIMEOUT,
            "socket_timeout": TIMEOUT,
            # Once more and at once: a server that was restarted has closed the pooled connection.
            "retry": Retry(NoBackoff(), 1, (ConnectionError,)),
            **params.get("OPTIONS", {}),
        }


class ForgivingFileCache(FileBasedCache):
    """A folder; while nothing can be written in it, nothing is kept."""

    def add(
        self,
        key: str,
        value: object,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        return not self.has_key(key, version) and self._keep(key, value, timeout, version)

    def set(
        self,
        key: str,
        value: object,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        self._keep(key, value, timeout, version)

    def touch(
        self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        try:
            return super().touch(key, timeout, version)
        except OSError:
            return False

    def _keep(self, key: str, value: object, timeout: float | None, version: int | None) -> bool:
        try:
            super().set(key, value, timeout, version)
        except OSError as error:
            logger.warning("not_cached", error=str(error))
            return False
        return True
