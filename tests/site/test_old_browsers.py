"""The readers' pages in a browser of 2021, and where no script runs that could."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from scripts.old_chromium import PROGRAM
from tests.chromium import FLAGS

pytestmark = pytest.mark.django_db
STYLES = Path(__file__).parents[2] / "static/css"
# Rules that a browser of before skips with all that they hold, and the first Chrome that reads them.
SKIPPED_WHOLE = {"@layer": 99, "@container": 105, "@scope": 118, "@starting-style": 117}
NESTED = re.compile(r"^\s+(?:&|[.#:\[][\w-].*\{$)", re.MULTILINE)
# What Chrome 92 does not know, and what stands before it for such browsers.
OLDER = {
    "float: inline-end;": "float: right;",
    "float: inline-start;": "float: left;",
    "mask-image:": "-webkit-mask-image:",
    "100dvh": "100vh",
}
# Chrome has had other features since; these it says itself.
NOT_OURS = "Permissions-Policy"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium 92; `python -m scripts.old_chromium` brings it."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=str(PROGRAM), args=FLAGS)
