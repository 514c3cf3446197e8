"""How long a reader waits on the server for results and for suggestions."""

import random
import time
from urllib.parse import urlencode

from django.test import Client

from news.models import ArticleIndexPage, Author
from scripts.search_bench.corpus import COMMON, PHRASE, RARE

ROUNDS = 40
RESULTS, SUGGESTIONS = "/recherche/", "/recherche/suggestions/"


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
    same = {
        "mot rare": _address(q=RARE),
        "mot courant (30 %)": _address(q=COMMON),
        "expression": _address(q=f'"{PHRASE}"'),
        "le plus récent": _address(q=COMMON, tri="recent"),
        "faute de frappe": _address(q="hipocampe"),
        "rien": _address(q="xylophage zygomatique"),
        "page 40": _address(q=COMMON, page="40"),
        "suggestions : une lettre": _address(SUGGESTIONS, q="m"),
        "suggestions : deux lettres": _address(SUGGESTIONS, q="ma"),
        "suggestions : mot et début": _address(SUGGESTIONS, q="marché de kou"),
        "suggestions : signature": _address(SUGGESTIONS, q="sign"),
        "suggestions : rien": _address(SUGGESTIONS, q="xyl"),
    }
    return {
        **{kind: [address] * ROUNDS for kind, address in same.items()},
        "deux facettes": [_address(**facet) for facet in facets],
    }


def _address(path: str = RESULTS, **params: str) -> str:
    return f"{path}?{urlencode(params)}"


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
