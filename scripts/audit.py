"""`make audit`: Lighthouse, axe, the Nu checker and the bytes of each kind of page, as a table.

Ends with 1 if a page breaks a limit (scripts/audit_limits.py). Lighthouse and the Nu checker come
from npm, into var/audit; nothing of the product needs them.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from scripts import environment, pages, processes
from scripts.audit_limits import CATEGORIES, KB, Measures, broken
from scripts.console import fail, interruptible, say, table
from scripts.environment import PYTHON, ROOT

FOLDER = ROOT / "var/audit"
PACKAGES = ["lighthouse@12.8.2", "vnu-jar@26.9.27"]
NEEDED = {
    "npm": "npm (et Node 18.16 ou plus récent)",
    "java": "Java, pour le vérificateur HTML",
    "chromium": "Chromium",
}
# Other work on the machine makes Lighthouse's figures worse, never better: the best one counts.
TRIES = 3
HEADER = [
    *("page", "Ko", "req.", "perf.", "a11y", "BP", "SEO"),
    *("LCP ms", "CLS", "TBT ms", "axe clair", "axe sombre", "Nu"),
]


def main() -> int:
    processes.end_with_make()
    with interruptible("make audit"):
        environment.ensure("test")
        require_programs()
        found = chosen(pages.of(os.environ.get("URL", pages.DEFAULT).rstrip("/")))
        install()
        say(f"{len(found)} pages de {next(iter(found.values()))}…")
        themes = axe(found)
        measured: dict[str, Measures] = {}
        for name, address in found.items():
            say(f"  Lighthouse : {name}")
            measured[name] = best(name, address)
            measured[name].axe = themes.get(name, {})
            measured[name].html_errors = html_errors(name, address)
        say()
        say(table(HEADER, [row(name, measures) for name, measures in measured.items()]))
        faults = [
            f"  {name} : {', '.join(b)}" for name, m in measured.items() if (b := broken(name, m))
        ]
        say("\n".join(["", "Limites dépassées :", *faults] if faults else ["", "Tout est tenu."]))
        return bool(faults)


def chosen(found: dict[str, str]) -> dict[str, str]:
    """The pages to measure, the article also as savers of data get it; PAGES names some of them."""
    if "article" in found:
        found = found | {"economy": found["article"]}
    wanted = os.environ.get("PAGES", "").split()
    unknown = [name for name in wanted if name not in found]
    if unknown:
        fail(f"PAGES : {', '.join(unknown)} n’existe pas ici. Il y a : {', '.join(found)}.")
    return {name: address for name, address in found.items() if not wanted or name in wanted}


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


def axe(found: dict[str, str]) -> dict[str, dict[str, int]]:
    """What axe finds, by page and by theme."""
    ended = subprocess.run(
        [str(PYTHON), "-m", "scripts.audit_browser"],
        cwd=ROOT,
        input=json.dumps(found),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return dict(json.loads(line) for line in ended.stdout.splitlines())


def best(name: str, address: str) -> Measures:
    """The best of a few runs; the first one that breaks no limit is enough."""
    runs: list[Measures] = []
    while len(runs) < TRIES and not (runs and not broken(name, runs[-1])):
        runs.append(lighthouse(name, address))
    return min(runs, key=lambda run: (len(broken(name, run)), run.largest_paint))


def lighthouse(name: str, address: str) -> Measures:
    """A first visit of a phone on a slow line, as Lighthouse simulates it."""
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
    if name == "economy":
        command.append('--extra-headers={"Save-Data": "on"}')
    env = os.environ | {"CHROME_PATH": shutil.which("chromium") or ""}
    # Now and then Chromium gives no trace, and Lighthouse asks to be run again.
    if all(subprocess.run(command, env=env).returncode for _ in range(2)):
        return Measures()
    return read(json.loads(report.read_text()), with_pictures=name == "economy")


def read(report: dict[str, Any], with_pictures: bool) -> Measures:
    """A report of Lighthouse's; uploaded pictures have no budget but where there should be none."""
    audits = report["audits"]
    weights: dict[str, int] = {}
    requests = 0
    for item in audits["network-requests"]["details"]["items"]:
        if with_pictures or "/media/" not in item["url"]:
            kind = item.get("resourceType", "Other")
            weights[kind] = weights.get(kind, 0) + int(item.get("transferSize", 0))
            requests += 1
    scores = {c: report["categories"][c]["score"] or 0 for c in CATEGORIES}
    return Measures(
        weights=weights,
        requests=requests,
        scores={category: round(100 * score) for category, score in scores.items()},
        largest_paint=audits["largest-contentful-paint"].get("numericValue", 0),
        shift=audits["cumulative-layout-shift"].get("numericValue", 0),
        blocking=audits["total-blocking-time"].get("numericValue", 0),
    )


def html_errors(name: str, address: str) -> int:
    """Errors of the Nu checker (https://validator.github.io/validator/); they are printed."""
    jar = next(Path(FOLDER, "node_modules/vnu-jar").rglob("vnu.jar"))
    # The checker fetches nothing from one's own machine, so it is handed the page.
    command = ["java", "-jar", str(jar), "--errors-only", "--format", "gnu", "-"]
    headers = {"Save-Data": "on"} if name == "economy" else {}
    ended = subprocess.run(
        command,
        input=pages.read(address, "", headers),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = [line for line in ended.stdout.splitlines() if ": error" in line]
    for line in lines:
        say(f"  Nu, {address} {line}")
    return len(lines)


def row(name: str, found: Measures) -> list[str]:
    return [
        name,
        f"{found.total / KB:.1f}",
        str(found.requests),
        *(str(found.scores.get(category, 0)) for category in CATEGORIES),
        f"{found.largest_paint:.0f}",
        f"{found.shift:.3g}",
        f"{found.blocking:.0f}",
        *(str(found.axe.get(theme, "?")) for theme in ("light", "dark")),
        str(found.html_errors),
    ]


if __name__ == "__main__":
    sys.exit(main())
