"""CPU, rate and times of pages and references, in rounds: noise falls on all alike."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scripts.bench import client
from scripts.bench.serving import Server

Figures = dict[str, float]
# `wrk` breaks off what is under way when its time is over: of a slow page that is much of the work.
SLOW = 0.015  # seconds


@dataclass(frozen=True)
class Target:
    """A page of a server, or some that are asked for in turn."""

    name: str
    server: Server
    paths: Sequence[str]
    connections: int = 1


def measure(
    targets: Sequence[Target], rounds: int, seconds: int, tell: Callable[[str], None]
) -> dict[str, Figures]:
    """The medians of each target; `cpu` and times in milliseconds, `rate` a second."""
    samples: dict[str, list[Figures]] = {target.name: [] for target in targets}
    for target in targets:
        for path in target.paths[:2]:
            if client.get(target.server.port, path).status != 200:
                raise client.Broken(f"{target.name}: {path}")
    for number in range(rounds):
        tell(f"    tour {number + 1} sur {rounds}")
        for target in targets:
            samples[target.name].append(_sample(target, seconds))
    return {
        name: {key: statistics.median(one[key] for one in found) for key in found[0]}
        for name, found in samples.items()
    }


def _sample(target: Target, seconds: int) -> Figures:
    port = target.server.port
    is_slow = client.read(port, target.paths[:1], 0).percentile(0) > SLOW
    before = target.server.cpu()
    if is_slow or len(target.paths) > 1:
        times = client.read(port, target.paths, seconds, target.connections)
        requests, rate, refused = len(times.each), times.rate, times.refused
        p50, p99 = (1000 * times.percentile(share) for share in (0.5, 0.99))
    else:
        burst = client.burst(port, target.paths[0], seconds, target.connections)
        requests, rate, p50, p99 = burst.requests, burst.rate, burst.p50, burst.p99
        refused = burst.refused
    cpu = target.server.cpu() - before
    return {
        "cpu": 1000 * cpu / max(1, requests),
        "rate": rate,
        "p50": p50,
        "p99": p99,
        "refused": refused,
    }
