"""Stands in for Wagtail's command of the same name, which publishes twice when it runs twice."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from wagtail.models import Page

from editorial.schedule.run import NoRoom, due_expiries, due_publications, publish_due


class Command(BaseCommand):
    help = "Publishes and withdraws what is due, once, as the clock does each second."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dryrun", action="store_true", help="Say what is due, change nothing."
        )

    def handle(self, *args: Any, dryrun: bool, **options: Any) -> None:
        if dryrun:
            self._tell()
            return
        try:
            run = publish_due()
        except NoRoom as error:
            raise CommandError("The disk is full: what is due waits.") from error
        self.stdout.write(
            f"{run.published} published, {run.expired} withdrawn, {run.failed} failed"
        )
        if run.failed:
            raise CommandError("What failed stays scheduled and is tried again.")

    def _tell(self) -> None:
        now = timezone.now()
        due = [*due_publications(now), *due_expiries(now)]
        titles = Page.objects.in_bulk([work.page_id for work in due])
        for work in due:
            self.stdout.write(f"{work.due_at:%Y-%m-%d %H:%M} {work.action}: {titles[work.page_id]}")
        self.stdout.write(f"{len(due)} due")
