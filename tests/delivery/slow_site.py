"""A site whose pages take as long as the test says, for a gunicorn with the site's own worker.

In the folder `PLACE` a page leaves a file when it is begun, and is done once `open` is there.
"""

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4
from wsgiref.types import StartResponse, WSGIEnvironment

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]

import django  # noqa: E402
from django.conf import settings  # noqa: E402

PLACE = Path(os.environ["PLACE"])
settings.configure(
    LANGUAGE_CODE="fr",
    LOCALE_PATHS=[ROOT / "locale"],
    SESSION_COOKIE_NAME="sessionid",
    SHED_AFTER=float(os.environ["SHED_AFTER"]),
    STATIC_URL="/static/",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [ROOT / "templates"],
        }
    ],
    WAGTAIL_SITE_NAME="Actujet",
)
django.setup()

from delivery.shedding import shed  # noqa: E402


def slow(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    if environ["PATH_INFO"] != "/healthz":
        (PLACE / f"{environ['REQUEST_METHOD']}-{uuid4()}").touch()
        while not (PLACE / "open").exists():
            time.sleep(0.005)
    start_response("200 OK", [("Content-Length", "4")])
    return [b"page"]


application = shed(slow)
