"""`manage.py search_check`: compares the index with what it should hold, and mends it."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search import checking, vocabulary


class Command(BaseCommand):
    help = "Compares the search index with pages and documents, and writes what has been missed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only compare; ends with 1 if anything is wrong"
        )
        parser.add_argument(
            "--rebuild", action="store_true", help="write every entry again, while readers search"
        )

    def handle(self, *args: object, **options: object) -> None:
        if options["rebuild"]:
            self.rebuild()
        wrong = 0
        for difference in checking.differences():
            missing, outdated = len(difference.missing), len(difference.outdated)
            gone = len(difference.stale) + len(difference.withdrawn)
            wrong += missing + outdated + gone
            if difference:
                name = difference.model._meta.verbose_name_plural
                values = {"name": name, "missing": missing, "outdated": outdated, "gone": gone}
                self.stdout.write(
                    _("%(name)s: %(missing)d missing, %(outdated)d outdated, %(gone)d too many")
                    % values
                )
            if difference and not options["dry_run"]:
                checking.repair(difference)
        if not options["dry_run"]:
            vocabulary.delete_unused()
        if not wrong:
            self.stdout.write(_("The search index holds what it should."))
        elif options["dry_run"]:
            raise CommandError(_("The search index needs mending."))
        else:
            self.stdout.write(_("The search index is mended."))

    def rebuild(self) -> None:
        done = 0
        model = None
        for model, number in checking.rebuild():
            done += number
            if done % 1_000 < number:
                name = model._meta.verbose_name_plural
                self.stdout.write(
                    _("%(done)d entries written (%(name)s)")
                    % {
                        "done": done,
                        "name": name,
                    }
                )
                self.stdout.flush()
        self.stdout.write(_("%(done)d entries written") % {"done": done})
