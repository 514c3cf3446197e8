"""`make audit`: Lighthouse, axe, the Nu checker and the bytes of each kind of page, as a table.

Lighthouse and the Nu checker come from npm, into var/audit; nothing of the product needs them.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts import environment, pages, processes
from scripts.console import fail, interruptible, say, table
from scripts.environment import PYTHON, ROOT

FOLDER = ROOT / "var/audit"
PACKAGES = ["lighthouse@12.8.2", "vnu-jar@26.9.27"]
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
NEEDED = {
    "npm": "npm (et Node 18.16 ou plus récent)",
    "java": "Java, pour le vérificateur HTML",
    "chromium": "Chromium",
}
# Bytes and requests of a first visit, pictures apart, and what axe finds in both themes.
MEASURE = """
import json, sys
from axe_playwright_python.sync_playwright import Axe
from tests.chromium import chromium
from tests.visits import RULES

with chromium() as browser:
    for name, address in json.load(sys.stdin).items():
        found, size, requests = 0, 0, 0
        for theme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": 360, "height": 800}, color_scheme=theme, bypass_csp=True
            )
            page = context.new_page()
            wire = context.new_cdp_session(page)
            wire.send("Network.enable")
            kinds, weights = {}, {}
            wire.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
            wire.on(
                "Network.loadingFinished",
                lambda e: weights.update({e["requestId"]: e["encodedDataLength"]}),
            )
            page.goto(address, wait_until="networkidle")
            text = [key for key, kind in kinds.items() if kind != "Image"]
            size, requests = sum(weights.get(key, 0) for key in text), len(text)
            report = Axe().run(page, options={"runOnly": RULES}).response
            found += len(report["violations"])
            for item in report["violations"]:
                print(f"axe, {name}: {item['id']}: {item['nodes'][0]['html']}", file=sys.stderr)
            context.close()
        print(json.dumps([name, size, requests, found]), flush=True)
"""


def main() -> int:
    processes.end_with_make()
    with interruptible("make audit"):
        environment.ensure("test")
        require_programs()
        site = os.environ.get("URL", pages.DEFAULT).rstrip("/")
        found = pages.of(site)
        install()
        say(f"{len(found)} pages de {site}…")
        measured = measure(found)
        errors = {name: html_errors(address) for name, address in found.items()}
        rows = []
        for name, address in found.items():
            size, requests, violations = measured[name]
            say(f"  Lighthouse : {name}")
            scores = lighthouse(name, address)
            counts = [str(requests), *map(str, scores), str(violations), str(errors[name])]
            rows.append([name, f"{size / 1024:.1f}", *counts])
        say()
        say(table(["page", "Ko", "req.", "perf.", "a11y", "BP", "SEO", "axe", "Nu"], rows))
        return any(row[-1] != "0" or row[-2] != "0" for row in rows)


def require_programs() -> None:
    missing = [words for command, words in NEEDED.items() if not shutil.which(command)]
    if missing:
        fail(f"Pour l’audit, il manque {', '.join(missing)} : installez-les, puis relancez.")


def install() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    if (FOLDER / "node_modules/.bin/lighthouse").exists():
        return
    say("Installation de Lighthouse et du vérificateur HTML depuis npm (la première fois)…")
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(FOLDER)]
    if processes.run([*command, *PACKAGES], cwd=FOLDER).returncode:
        fail("npm n’a pas pu les installer (voir ci-dessus) : vérifiez l’accès au réseau.")


def measure(found: dict[str, str]) -> dict[str, tuple[int, int, int]]:
    """Bytes, requests and axe's findings, by page."""
    ended = subprocess.run(
        [str(PYTHON), "-c", MEASURE],
        cwd=ROOT,
        input=json.dumps(found),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    return {name: (size, requests, violations) for name, size, requests, violations in lines}


def lighthouse(name: str, address: str) -> list[int]:
    """The four figures, of a phone on a slow line as Lighthouse simulates it."""
    report = FOLDER / f"{name}.json"
    command = [
        str(FOLDER / "node_modules/.bin/lighthouse"),
        address,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]
    env = os.environ | {"CHROME_PATH": shutil.which("chromium") or ""}
    if subprocess.run(command, env=env).returncode:
        return [0] * len(CATEGORIES)
    scores = json.loads(report.read_text())["categories"]
    return [round(100 * (scores[category]["score"] or 0)) for category in CATEGORIES]


def html_errors(address: str) -> int:
    """Errors of the Nu checker (https://validator.github.io/validator/); they are printed."""
    jar = next(Path(FOLDER, "node_modules/vnu-jar").rglob("vnu.jar"))
    # The checker fetches nothing from one's own machine, so it is handed the page.
    command = ["java", "-jar", str(jar), "--errors-only", "--format", "gnu", "-"]
    ended = subprocess.run(
        command,
        input=pages.read(address, ""),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = [line for line in ended.stdout.splitlines() if ": error" in line]
    for line in lines:
        say(f"  Nu, {address} {line}")
    return len(lines)


if __name__ == "__main__":
    sys.exit(main())
