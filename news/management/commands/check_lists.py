"""`manage.py check_lists`: compares the lists of articles with the articles, and mends them."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from news import lists


class Command(BaseCommand):
    help = "Compares the lists of articles and their numbers with what is published; mends them."

    def handle(self, *args: object, **options: object) -> None:
        if wrong := sum(lists.check()):
            self.stdout.write(_("Mended: %(wrong)d entries and numbers.") % {"wrong": wrong})
        else:
            self.stdout.write(_("The lists show what is published."))
