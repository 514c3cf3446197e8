"""`docs/performance.md`, from what has been measured."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scripts.bench.crowd import LONGEST
from scripts.environment import ROOT

RESULTS = ROOT / "var" / "bench" / "results.json"
HOW = Path(__file__).with_name("how.md")
DOCUMENT = ROOT / "docs" / "performance.md"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
BAR, NARROWEST = 40, 0.5
COUNTED = ("queries", "writes", "scans", "bytes")
Results = dict[str, Any]


def read() -> Results:
    return json.loads(RESULTS.read_text()) if RESULTS.exists() else {}


def write(results: Results) -> None:
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1))
    DOCUMENT.write_text("\n".join(document(results)) + "\n")


def document(results: Results) -> Iterator[str]:
    stages = {key: results[key] for key in sorted(results, key=_order) if _order(key)[1]}
    yield "# How fast it is\n"
    yield (
        "`make bench` measured this: our pages beside bare servers, on one machine, in turns, each"
        " figure the median of its rounds. Times of different runs do not compare; the ratios do."
        " CPU is that of all processes of a server, per request, in milliseconds.\n"
    )
    yield f"The machine: {results.get('machine', 'unknown')}.\n"
    yield from _goals(results, stages)
    for key, stage in stages.items():
        yield from _stage(key, stage)
    yield from _growth(stages)
    yield HOW.read_text().rstrip()


def _order(key: str) -> tuple[str, int]:
    name, _, size = key.partition(" ")
    return (name, int(size)) if name in NAMES and size.isdigit() else ("", 0)


def _title(key: str) -> str:
    name, size = _order(key)
    return f"{size:,} articles, {NAMES[name]}"


def _goals(results: Results, stages: Results) -> Iterator[str]:
    """What is to be reached, and what was measured: the worst of all sizes and databases."""
    yield "## Goals\n"
    yield "| what | goal | measured, by size and database |"
    yield "|---|---|---|"
    for what, goal, figure in GOALS:
        told = [
            f"{shown} ({_title(key)})" for key, stage in stages.items() if (shown := figure(stage))
        ]
        yield f"| {what} | {goal} | {'; '.join(told) or '–'} |"
    growth = [f"{kind} × {ratio:.1f}" for kind, ratio in _ratios(stages)]
    grown = ", ".join(growth) or "–"
    yield f"| a page at the largest size, to its CPU at the smallest | ≤ 1.2 × | {grown} |\n"


def _cpu(stage: Results, name: str) -> float:
    return float(stage["speed"].get(f"{name}, 1", {}).get("cpu", 0))


def _to_bare(stage: Results) -> str:
    bare = _cpu(stage, "bare Wagtail")
    pages = ("article", "la Une", "section")
    return (
        ", ".join(f"{p} × {_cpu(stage, f'{p}, uncached') / bare:.1f}" for p in pages)
        if bare
        else ""
    )


def _to_wsgi(stage: Results) -> str:
    found = stage["speed"]
    cached, wsgi = found["article, cached, 1"], found["WSGI function, 1"]
    return f"× {cached['cpu'] / wsgi['cpu']:.1f}, rate × {cached['rate'] / wsgi['rate']:.2f}"


def _to_file(stage: Results) -> str:
    found = stage["speed"]
    if not (sent := found.get("article, through nginx, 1")) or "nginx, file, 1" not in found:
        return ""
    file = found["nginx, file, 1"]
    return f"× {sent['rate'] / file['rate']:.2f}, CPU × {sent['cpu'] / file['cpu']:.1f}"


def _busy(stage: Results) -> str:
    found = stage.get("writing", {})
    return f"× {found['busy p99'] / found['idle p99']:.1f}" if found.get("idle p99") else ""


def _visible(stage: Results) -> str:
    waits = stage.get("visible", {})
    slowest = max(waits, key=waits.__getitem__, default="")
    return f"{waits[slowest]:.1f} s ({slowest})" if slowest else ""


def _memory(stage: Results) -> str:
    return f"{sum(stage['memory'].values()):.0f} MB" if stage.get("memory") else ""


def _crowd(stage: Results) -> str:
    found = stage.get("crowd", {})
    return f"page {_waited(found['page'])}, probe {_waited(found['probe'])}" if found else ""


def _waited(seconds: float) -> str:
    return f"more than {LONGEST:.0f} s" if seconds > LONGEST else f"{seconds:.1f} s"


GOALS = (
    ("cached article, to the WSGI function", "CPU ≤ 1.5 ×, rate ≥ 0.8 ×", _to_wsgi),
    ("cached article through nginx, rate to that of a plain file", "≥ 0.95 ×", _to_file),
    ("uncached page, CPU to the bare Wagtail page’s", "≤ 3 ×", _to_bare),
    ("readers’ p99 while ten write and one publishes every second, to idle", "≤ 2 ×", _busy),
    ("from the commit to every page, in every process", "≤ 1 s", _visible),
    ("memory of web, worker and clock (PSS)", "≤ 450 MB", _memory),
    ("2,000 connections give up after 3 s: the next answer", "≤ 1 s", _crowd),
)


def _stage(key: str, stage: Results) -> Iterator[str]:
    yield f"## {_title(key)}\n"
    bare = _cpu(stage, "bare Wagtail") or 1
    yield f"| page, uncached | CPU, ms | to bare Wagtail | p50, ms | p99 | {' | '.join(COUNTED)} |"
    yield f"|{'---|' * (5 + len(COUNTED))}"
    for kind, counts in stage["counts"].items():
        figures = stage["speed"][f"{kind}, uncached, 1"]
        cells = [_ms(figures["cpu"]), f"× {figures['cpu'] / bare:.1f}", _ms(figures["p50"])]
        cells += [_ms(figures["p99"]), *(f"{counts[name]:,}" for name in COUNTED)]
        yield f"| {kind} | {' | '.join(cells)} |"
    yield "\n```"
    yield from _bars(
        {k: _cpu(stage, f"{k}, uncached") for k in stage["counts"]} | {"bare Wagtail": bare}
    )
    yield "```\n"
    for connections in ("1", "16"):
        yield from _beside(stage, connections)
    start = stage.get("start-up", {})
    yield "\n" + " ".join(
        [
            "Start to first page: "
            + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in start.items())
            + ".",
            "From the commit to every process: "
            + ", ".join(f"{kind} {wait:.2f} s" for kind, wait in stage.get("visible", {}).items())
            + ".",
            _written(stage.get("writing", {})),
            f"Memory: {_memory(stage)} in {len(stage.get('memory', {}))} processes.\n",
        ]
    )


def _written(found: Results) -> str:
    if not found:
        return ""
    return (
        f"Readers: p50 {found['idle p50']:.0f} ms and p99 {found['idle p99']:.0f} ms idle,"
        f" {found['busy p50']:.0f} and {found['busy p99']:.0f} ms while {found['saved']:.0f} drafts"
        f" were saved and {found['published']:.0f} articles published ({found['failed']:.0f} saves"
        f" failed, {found['refused']:.0f} readers were not answered)."
    )


def _beside(stage: Results, connections: str) -> Iterator[str]:
    """Cached pages and the references, at that many connections."""
    end = f", {connections}"
    rows = {n.removesuffix(end): f for n, f in stage["speed"].items() if n.endswith(end)}
    kept = {n: f for n, f in rows.items() if "uncached" not in n or connections != "1"}
    wsgi = rows["WSGI function"]["rate"]
    many = "s" * (connections != "1")
    yield f"| {connections} connection{many} | CPU, ms | a second | to WSGI | p50, ms | p99 |"
    yield "|---|---|---|---|---|---|"
    for name, figures in kept.items():
        cells = [_ms(figures["cpu"]), f"{figures['rate']:,.0f}", f"× {figures['rate'] / wsgi:.2f}"]
        yield f"| {name} | {' | '.join([*cells, _ms(figures['p50']), _ms(figures['p99'])])} |"
    yield ""


def _bars(values: dict[str, float]) -> Iterator[str]:
    widest = max(values.values())
    width = max(map(len, values))
    for name, value in values.items():
        yield f"{name:<{width}} {'█' * max(1, round(BAR * value / widest))} {_ms(value)}"


def _ratios(stages: Results) -> list[tuple[str, float]]:
    """CPU at the largest size to that at the smallest, on SQLite, each to its bare page."""
    keys = [key for key in stages if key.startswith("sqlite")]
    if len(keys) < 2:
        return []
    first, last = stages[keys[0]], stages[keys[-1]]
    return [
        (kind, _relative(last, kind) / _relative(first, kind))
        for kind in first["counts"]
        if _relative(first, kind)
    ]


def _relative(stage: Results, kind: str) -> float:
    """CPU in bare Wagtail pages: what the machine did meanwhile falls on both."""
    return _cpu(stage, f"{kind}, uncached") / (_cpu(stage, "bare Wagtail") or 1)


def _growth(stages: Results) -> Iterator[str]:
    for database in NAMES:
        keys = [key for key in stages if key.startswith(database)]
        if len(keys) < 2:
            continue
        yield f"## As the archive grows, {NAMES[database]}\n"
        yield "CPU of an uncached page in bare Wagtail pages.\n"
        yield f"| page | {' | '.join(f'{_order(key)[1]:,}' for key in keys)} | growth |"
        yield f"|---|{'---|' * len(keys)}---|"
        for kind in stages[keys[0]]["counts"]:
            found = [_relative(stages[key], kind) for key in keys]
            cells = [f"{each:.1f}" for each in found]
            yield f"| {kind} | {' | '.join(cells)} | × {found[-1] / (found[0] or 1):.1f} |"
        yield ""


def _ms(value: float) -> str:
    return (
        f"{value:.2f}"
        if value < 10 * NARROWEST
        else f"{value:.0f}"
        if value >= 100
        else f"{value:.1f}"
    )


def main(arguments: Sequence[str] = ()) -> None:
    """Write the document again from `var/bench/results.json`, or from another file of results."""
    if arguments:
        RESULTS.write_text(Path(arguments[0]).read_text())
    write(read())


if __name__ == "__main__":
    main(sys.argv[1:])
