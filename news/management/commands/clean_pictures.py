"""`manage.py clean_pictures`: takes what cameras wrote out of the pictures that a site has."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from news import cleaning_up
from news.images import NewsImage
from news.public_pictures import settle
from news.stray_pictures import delete_strays

REPORT_EVERY = 50


class Command(BaseCommand):
    help = (
        "Takes camera data (place, author, serial number) out of the pictures and the portraits of "
        "accounts from before uploads were cleaned, deletes the sizes that the admin made of them "
        "and those that belong to no picture, and takes the sizes of unpublished pictures out of "
        "readers' reach. Can be stopped and run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="also those that are clean")

    def handle(self, *args: object, **options: object) -> None:
        if options["again"]:
            NewsImage.objects.update(is_clean=False)
        total = cleaning_up.remaining()
        for number, _image in enumerate(cleaning_up.clean_all(), start=1):
            if number % REPORT_EVERY == 0 or number == total:
                self.stdout.write(
                    _("%(number)d of %(total)d pictures cleaned")
                    % {"number": number, "total": total}
                )
        portraits = cleaning_up.clean_portraits()
        self.stdout.write(_("%(number)d portraits of accounts cleaned") % {"number": portraits})
        moved = settle(NewsImage.objects.values_list("pk", flat=True))
        if left := cleaning_up.remaining():
            self.stderr.write(
                _("%(number)d pictures could not be cleaned: run the command again.")
                % {"number": left}
            )
        self.stdout.write(_("%(moved)d files were moved to where they belong.") % {"moved": moved})
        self.stdout.write(self.delete_strays())

    @staticmethod
    def delete_strays() -> str:
        try:
            deleted = delete_strays()
        except NotImplementedError:
            return _("This storage cannot list its files: look yourself for sizes of no picture.")
        return _("%(number)d files that belonged to no picture were deleted.") % {"number": deleted}
