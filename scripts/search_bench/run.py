"""One database's part of the measure; the driver (`scripts.bench_search`) names the database."""

import logging
import os
import random
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

SAMPLE = 2_000


def main() -> int:
    parser = ArgumentParser()
    parser.add_argument("--data", type=Path)
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--relevance-among", type=int, default=1_000)
    parser.add_argument("--inputs", type=int, default=0)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.path.insert(0, "site")
    django.setup()
    from django.conf import settings
    from django.test.utils import setup_test_environment

    setup_test_environment()
    settings.DEBUG = False
    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0)
    from django.db import connection

    print(f"\n## {connection.vendor}", flush=True)
    relevance(options)
    speed(options)
    from scripts.search_bench.rebuild import rebuild

    return inputs(options) | rebuild()


def relevance(options: Any) -> None:
    from scripts.search_bench import corpus
    from scripts.search_bench.relevance import KINDS, measure, queries

    if not options.data or not options.data.exists():
        print(f"Pertinence : sautée, {options.data} manque.", flush=True)
        return
    corpus.grow_to(options.relevance_among)
    known = corpus.add_real(options.data, 5_000)
    asked = queries(known, options.seed)
    print(f"\n{len(known)} articles réels parmi {options.relevance_among} synthétiques\n")
    print("| recherche | n | MRR | succès à 5 | MRR Wagtail | succès à 5 Wagtail |")
    print("|---|---|---|---|---|---|", flush=True)
    ours = {kind: measure(_ours, asked[kind]) for kind in KINDS}
    if os.environ.get("SHOW_MISSES"):
        for kind in KINDS:
            for typed, pk in asked[kind]:
                found = _ours(typed)[:5]
                if pk not in found:
                    item = next(item for item in known if item.pk == pk)
                    print("  MISS", kind, typed, "|", item.headline)
    stock = _stock_backend()
    stock_ours = {kind: measure(stock, asked[kind]) for kind in KINDS}
    for kind, label in KINDS.items():
        mine, plain = ours[kind], stock_ours[kind]
        print(
            f"| {kind} {label} | {len(asked[kind])} | {mine.mrr:.3f} | {mine.success:.3f}"
            f" | {plain.mrr:.3f} | {plain.success:.3f} |"
        )
    means = [
        sum(getattr(measures[kind], name) for kind in KINDS) / len(KINDS)
        for measures in (ours, stock_ours)
        for name in ("mrr", "success")
    ]
    print("| moyenne | | " + " | ".join(f"{mean:.3f}" for mean in means) + " |", flush=True)
    from wagtail.search.backends import get_search_backend

    from news.models import ArticlePage

    _index_with(get_search_backend(), ArticlePage)


def _ours(typed: str) -> list[int]:
    from search.results import find, result_page
    from search.terms import parse_query

    parsed = parse_query(typed)
    return [thing.pk for thing in result_page(find(parsed), "1")] if parsed else []


def _stock_backend() -> Any:
    """Plain Wagtail's search over the same articles, indexed in its own way."""
    from django.db import DatabaseError, connection, transaction

    from news.models import ArticlePage

    if connection.vendor == "postgresql":
        from modelsearch.backends.database.postgres.postgres import SearchBackend

        backend = SearchBackend({"SEARCH_CONFIG": "french"})
    else:
        from modelsearch.backends.database.sqlite.sqlite import SearchBackend

        backend = SearchBackend({})
    _index_with(backend, ArticlePage)

    def search(typed: str) -> list[int]:
        try:
            with transaction.atomic():
                found = backend.search(typed, ArticlePage.objects.live())[:20]
                return [page.pk for page in found]
        except DatabaseError:
            return []  # SQLite's refuses unbalanced signs.

    return search


def _index_with(backend: Any, model: Any) -> None:
    index = backend.get_index_for_model(model)
    keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        index.add_items(model, list(model.objects.filter(pk__in=keys[start : start + 500])))


def speed(options: Any) -> None:
    from django.test import Client

    from scripts.search_bench import corpus
    from scripts.search_bench.speed import addresses, percentile_95

    rows: dict[str, list[float]] = {}
    for count in options.articles:
        started = time.monotonic()
        corpus.grow_to(count)
        print(f"\n{count} articles ({time.monotonic() - started:.0f} s)", flush=True)
        _analyse()
        for kind, asked in addresses().items():
            value = percentile_95(Client(), asked)
            print(f"  {kind}: {value:.0f} ms", flush=True)
            rows.setdefault(kind, []).append(value)
    first, last = options.articles[0], options.articles[-1]
    counts = " | ".join(f"{count}" for count in options.articles)
    print(f"\n| 95e centile, ms | {counts} | croissance (corpus × {last / first:.0f}) |")
    print(f"|---|{'---|' * len(options.articles)}---|")
    for kind, values in rows.items():
        shown = " | ".join(f"{value:.0f}" for value in values)
        print(f"| {kind} | {shown} | × {values[-1] / values[0]:.1f} |", flush=True)


def inputs(options: Any) -> int:
    """Send whatever may be typed; 1 if anything of it was not answered with a page in time."""
    if not options.inputs:
        return 0
    from scripts.search_bench.inputs import ask

    answers = ask(options.inputs, options.seed)
    print(
        f"\nEntrées quelconques : {options.inputs} chaînes, {answers.asked} demandes,"
        f" {len(answers.refused)} erreurs, {answers.too_slow} au-delà d’une seconde,"
        f" la plus lente {1000 * answers.longest:.0f} ms : {answers.slowest}",
        flush=True,
    )
    for refused in answers.refused[:20]:
        print(f"  {refused}", flush=True)
    return bool(answers.refused or answers.too_slow)


def _analyse() -> None:
    """What PostgreSQL does of its own accord after some minutes; SQLite never does."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    random.seed(1)
    sys.exit(main())
