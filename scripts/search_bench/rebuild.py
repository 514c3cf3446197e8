"""The whole index written anew, by a process of its own, while the newsroom and readers go on."""

import subprocess
import sys
import tempfile
import time

from django.test import Client

from news.models import ArticlePage
from scripts.environment import ROOT
from scripts.search_bench.corpus import COMMON

# Between two saves, in seconds: a newsroom that is in a hurry.
BETWEEN = 0.5


def rebuild() -> int:
    """Print how long it took, and how long each save beside it waited; 1 if a reader lost one."""
    client = Client()
    articles = list(ArticlePage.objects.order_by("pk")[:500])
    quiet = [_save(article, f"calme {number}") for number, article in enumerate(articles[:20])]
    saves: list[float] = []
    lost = 0
    with tempfile.TemporaryFile("w+") as log:
        started = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "manage.py", "search_check", "--rebuild"],
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        while process.poll() is None:
            number = len(saves)
            saves.append(_save(articles[number % len(articles)], f"remontage {number}"))
            lost += not _finds(client, f'"remontage {number}"')
            lost += not _finds(client, COMMON)
            time.sleep(BETWEEN)
        took = time.monotonic() - started
        log.seek(0)
        told = log.read().splitlines()
    print(f"\nIndex réécrit en {took:.0f} s, {len(told)} lignes ; les dernières :")
    print("\n".join(f"  {line}" for line in told[-2:]))
    for name, times in (("sans réécriture", quiet), ("pendant la réécriture", saves)):
        times.sort()
        print(
            f"{len(times)} publications {name} : médiane {times[len(times) // 2]:.2f} s,"
            f" 95e centile {times[int(0.95 * len(times))]:.2f} s, la plus longue {times[-1]:.2f} s"
        )
    print(f"Recherches qui n’ont pas trouvé ce qui était publié : {lost}", flush=True)
    return int(bool(lost or process.returncode))


def _save(article: ArticlePage, title: str) -> float:
    started = time.monotonic()
    article.title = article.draft_title = f"Mesure {title}"
    article.save_revision().publish()
    return time.monotonic() - started


def _finds(client: Client, typed: str) -> bool:
    response = client.get("/recherche/", {"q": typed, "n": str(time.monotonic())})
    return b'class="results"' in response.content
