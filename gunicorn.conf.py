"""The web server: two processes of four threads suit a machine with two cores.

`WEB_CONCURRENCY` sets the number of processes; options on the command line win over this file.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

SITE = str(Path(__file__).resolve().parent / "site")
sys.path.insert(0, SITE)

from django.apps import apps  # noqa: E402

from config.env import env  # noqa: E402
from config.logs import LOGGING  # noqa: E402

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter

    from delivery.web_worker import WebWorker

pythonpath = SITE
worker_class = "delivery.web_worker.WebWorker"
workers = env.int("WEB_CONCURRENCY", default=2)
threads = 4
# Pages, and readers who wait for one, that a process has at a time: as many as it can answer, if
# only with a word that they come back (delivery/shedding.py). The rest is the kernel's to keep.
worker_connections = 128 * threads
backlog = 1024
# One start for all processes, and the code once in memory.
preload_app = True

# A request of the newsroom may take long (a batch of large pictures); one of a reader never does.
timeout = 60
graceful_timeout = 20
keepalive = 5
# A process that has served very many pages gives its memory back, and with it the pages that it
# keeps; not both at once.
max_requests = 500_000
max_requests_jitter = 100_000

# A search of many words in Arabic or with accents is long once it is written as an address.
limit_request_line = 8190

# Nobody talks to it, and its default place is the home folder.
control_socket_disable = True
# A heartbeat file on a slow disk would get a process killed.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# Requests are logged by delivery, once, with their id.
accesslog = None
loglevel = "warning"
logconfig_dict = LOGGING | {
    "loggers": {
        **LOGGING["loggers"],
        "gunicorn.error": {"level": "WARNING", "propagate": True, "qualname": "gunicorn.error"},
        # Each HEAD would be a warning: the views answer as to GET, and the body is dropped here.
        "gunicorn.http": {"level": "ERROR", "propagate": True, "qualname": "gunicorn.http"},
        "gunicorn.access": {"level": "ERROR", "propagate": False, "qualname": "gunicorn.access"},
    }
}


def when_ready(server: "Arbiter") -> None:
    if not apps.ready:
        return  # another application than ours, such as one that is measured beside it
    from delivery.forking import prepare_to_fork
    from delivery.pages.generations import generations

    # What nginx has of the site that ran before is no longer sent.
    if (found := generations()) is not None:
        found.begin()
    prepare_to_fork()


def post_worker_init(worker: "WebWorker") -> None:
    if not apps.ready:
        return
    from delivery.pages.renewing import watch

    watch()
