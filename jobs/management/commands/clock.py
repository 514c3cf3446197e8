from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobs import health
from jobs.clock import Clock


class Command(BaseCommand):
    help = "Runs what is due, each second, until it is stopped. Any number may run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Run what is due now, then stop.")
        parser.add_argument(
            "--status",
            action="store_true",
            help="Say when a clock last gave a sign of life; fails if that is over a minute ago.",
        )

    def handle(self, *args: object, once: bool, status: bool, **options: object) -> None:
        if status:
            self._tell_status()
        elif once:
            Clock().step()
        else:
            Clock().run()

    def _tell_status(self) -> None:
        if health.clock_is_late():
            raise CommandError(health.clock_sentence())
        self.stdout.write(health.clock_sentence())
