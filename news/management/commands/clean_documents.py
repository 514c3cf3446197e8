"""`manage.py clean_documents`: lists the documents whose files name people, and cleans them."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from wagtail.documents.models import Document

from news import older_documents
from news.document_metadata import Unreadable
from news.models import DocumentNames
from news.older_documents import NotStored

REPORT_EVERY = 50


class Command(BaseCommand):
    help = (
        "Lists the documents whose files name authors and programs; with --take-out, takes these "
        "names out. Can be stopped and run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--take-out", action="store_true", help="take the names out of the files"
        )
        parser.add_argument(
            "--again", action="store_true", help="look again at those that are known"
        )

    def handle(self, *args: object, **options: object) -> None:
        if options["again"]:
            DocumentNames.objects.all().delete()
        self.look()
        holding = older_documents.holding_names().order_by("pk")
        if options["take_out"]:
            self.take_out(list(holding.values_list("pk", flat=True)))
        else:
            for document in holding.iterator():
                self.stdout.write(line(document))
            total = holding.count()
            self.stdout.write(
                _("%(number)d documents name people or programs; --take-out takes the names out.")
                % {"number": total}
            )
        unreadable = DocumentNames.objects.filter(is_readable=False).count()
        if unreadable:
            self.stdout.write(
                _("%(number)d are protected, damaged or lost, and stay as they are.")
                % {"number": unreadable}
            )

    def look(self) -> None:
        total = older_documents.not_looked_at().count()
        for number, _document in enumerate(older_documents.look_at_all(), start=1):
            if number % REPORT_EVERY == 0 or number == total:
                self.stdout.write(
                    _("%(number)d of %(total)d documents looked at")
                    % {"number": number, "total": total}
                )
        if missed := older_documents.not_looked_at().count():
            self.stderr.write(
                _("%(number)d could not be read: run the command again.") % {"number": missed}
            )

    def take_out(self, keys: list[int]) -> None:
        done = 0
        for number, key in enumerate(keys, start=1):
            try:
                done += older_documents.take_out(Document(pk=key))
            except Document.DoesNotExist:
                continue
            except (Unreadable, NotStored):
                self.stderr.write(
                    _("Document %(key)d was left as it is: its file cannot be cleaned.")
                    % {"key": key}
                )
            if number % REPORT_EVERY == 0 or number == len(keys):
                self.stdout.write(
                    _("%(number)d of %(total)d documents cleaned")
                    % {"number": done, "total": len(keys)}
                )


def line(document: Document) -> str:
    found = document.names.found
    names = ", ".join((*found.people, *found.programs))
    return f"{document.pk}\t{document.title}\t{names}"
