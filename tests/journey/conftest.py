"""People in front of real browsers, and the newsroom's machine behind them."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser

from tests.chromium import chromium
from tests.database import SqliteFile
from tests.journey.stack import Stack

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="package")
def stack(test_database: SqliteFile) -> Iterator[Stack]:
    with TemporaryDirectory(prefix="actujet-stack-") as folder:
        stack = Stack(Path(folder))
        try:
            stack.start(test_database.kept)
            yield stack
        finally:
            stack.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser
