from django.core.management.base import BaseCommand, CommandParser

from jobs.worker import Worker


class Command(BaseCommand):
    help = "Runs queued tasks until it is stopped. Any number may run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--batch", action="store_true", help="Stop once nothing is ready to run."
        )

    def handle(self, *args: object, batch: bool, **options: object) -> None:
        Worker(batch=batch).run()
