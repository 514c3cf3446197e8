"""`manage.py load_demo`: the demo newsroom, and synthetic articles on top of it."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError

from demo import newsroom, pages, synthetic
from editorial.events.announcing import silence
from news import lists

Item = TypeVar("Item")
BAR = 30


class Command(BaseCommand):
    help = "Loads the demo newsroom; a second run adds only what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing where the site already has a front page (also after a broken-off load,"
            " which is taken up again)",
        )
        parser.add_argument(
            "--articles",
            type=int,
            default=0,
            metavar="N",
            help="also make N more synthetic articles, for load and scale work",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["articles"] < 0:
            raise CommandError("--articles : un nombre positif est attendu.")
        if not (options["if_empty"] and pages.is_open()):
            # The steps of the workflow would write to people who do not exist.
            with silence():
                newsroom.load(self.progress, self.stdout.write)
                # Their dates are written past the pages.
                sum(lists.check())
        if count := options["articles"]:
            added = (1 for size in synthetic.make(count) for _ in range(size))
            for _ in self.progress("Articles synthétiques", added, count):
                pass

    def progress(self, label: str, items: Iterable[Item], total: int) -> Iterator[Item]:
        """Pass `items` on while a bar shows how many of `total` have come by."""
        started = time.monotonic()
        interactive = self.stdout.isatty()
        for done, item in enumerate(items, start=1):
            yield item
            if interactive and (done == total or done % max(1, total // 100) == 0):
                filled = "█" * (BAR * done // total)
                self.stdout.write(f"\r{label} {filled:░<{BAR}} {done}/{total}", ending="")
                self.stdout.flush()
        seconds = time.monotonic() - started
        ending = "\r" if interactive else ""
        self.stdout.write(
            f"{ending}{label} : {total} en {seconds:.0f} s".ljust(BAR + len(label) + 20)
        )
        sys.stdout.flush()
