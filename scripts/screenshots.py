"""`make screenshots`: each kind of page of a running site, three screens wide, by day and night."""

import os
import subprocess
import sys
from pathlib import Path

from scripts import environment, pages, processes
from scripts.console import interruptible, say
from scripts.environment import PYTHON, ROOT

WIDTHS = (360, 768, 1280)
THEMES = ("light", "dark")
CAMERA = """
import json, sys
from tests.chromium import chromium

job = json.load(sys.stdin)
with chromium() as browser:
    for width in job["widths"]:
        for theme in job["themes"]:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=theme
            )
            page = context.new_page()
            for name, address in job["pages"].items():
                page.goto(address)
                # Pictures wait until they are scrolled to; here nobody scrolls.
                page.evaluate(
                    "() => Promise.all([...document.images].map((picture) => {"
                    "picture.loading = 'eager'; return picture.decode().catch(() => {}); }))"
                )
                page.screenshot(path=f"{job['folder']}/{name}-{width}-{theme}.png", full_page=True)
            context.close()
"""


def main() -> int:
    processes.end_with_make()
    with interruptible("make screenshots"):
        environment.ensure("test")
        folder = Path(os.environ.get("TO") or ROOT / "var/screenshots").resolve()
        folder.mkdir(parents=True, exist_ok=True)
        site = os.environ.get("URL", pages.DEFAULT).rstrip("/")
        found = pages.of(site) | {"missing": f"{site}/cette-page-manque/"}
        say(f"{len(found)} pages, {len(WIDTHS)} largeurs, 2 thèmes…")
        ended = camera({"pages": found, "widths": WIDTHS, "themes": THEMES, "folder": str(folder)})
        if not ended:
            say(f"Les images sont dans {folder}.")
        return ended


def camera(job: dict[str, object]) -> int:
    import json

    command = [str(PYTHON), "-c", CAMERA]
    return subprocess.run(command, cwd=ROOT, input=json.dumps(job), text=True).returncode


if __name__ == "__main__":
    sys.exit(main())
