"""How long a reader waits on the server, cold queries of four kinds and suggestions."""

import random
import time
from urllib.parse import urlencode

from django.test import Client

from news.models import ArticleIndexPage, Author
from scripts.search_bench.corpus import COMMON, PHRASE, RARE

ROUNDS = 40


def addresses() -> dict[str, list[str]]:
    """For each kind of request, addresses that are asked one after another."""
    sections = list(ArticleIndexPage.objects.live().order_by("pk"))
    authors = list(Author.objects.order_by("pk")[:20])
    chance = random.Random(7)  # noqa: S311
    facets = [
        {
            "q": COMMON,
            "rubrique": chance.choice(sections).slug,
            "auteur": chance.choice(authors).slug,
        }
        for _ in range(ROUNDS)
    ]
    return {
        "mot rare": [_search(q=RARE)] * ROUNDS,
        "mot courant (30 %)": [_search(q=COMMON)] * ROUNDS,
        "expression": [_search(q=f'"{PHRASE}"')] * ROUNDS,
        "deux facettes": [_search(**facet) for facet in facets],
        "le plus récent": [_search(q=COMMON, tri="recent")] * ROUNDS,
    }


def _search(**params: str) -> str:
    return "/recherche/?" + urlencode(params)


def percentile_95(client: Client, asked: list[str]) -> float:
    """In milliseconds; the page cache sees none of it."""
    client.get(asked[0])
    times = []
    for number, address in enumerate(asked):
        started = time.perf_counter()
        response = client.get(f"{address}&n={number}")
        times.append(1000 * (time.perf_counter() - started))
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")
    return sorted(times)[int(0.95 * len(times))]
