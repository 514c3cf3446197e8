"""The browser of the tests: Debian's Chromium, which asks nobody but the site."""

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from scripts.old_chromium import PROGRAM as OLD_CHROMIUM

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # What one page has compiled of a site's scripts, the others of its window use.
    "--process-per-site",
]
# They stay open to the end.
lasting: list[BrowserContext] = []


@cache
def driver() -> Playwright:
    # A busy machine takes its time for a page: as long as Playwright waits for anything else.
    expect.set_options(timeout=30_000)
    playwright = sync_playwright().start()
    atexit.register(playwright.stop)
    return playwright


@cache
def started() -> Browser:
    """The one browser of this process."""
    return driver().chromium.launch(executable_path=program(), args=FLAGS)


def program() -> str:
    """Chromium without windows, which takes a third less for a page, or else the whole one."""
    return shutil.which("chromium-headless-shell") or "/usr/bin/chromium"


@contextmanager
def chromium_of_2021() -> Iterator[Browser]:
    """Chromium 92, which `python -m scripts.old_chromium` brings."""
    browser = driver().chromium.launch(executable_path=str(OLD_CHROMIUM), args=FLAGS)
    yield browser
    browser.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser; what is opened in it meanwhile is closed afterwards."""
    browser = started()
    before = browser.contexts
    yield browser
    for context in browser.contexts:
        if context not in [*before, *lasting]:
            context.close()
