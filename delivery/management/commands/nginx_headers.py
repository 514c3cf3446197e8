"""Prints the headers of public pages, for nginx."""

from django.core.management.base import BaseCommand

from delivery.pages import nginx


class Command(BaseCommand):
    help = "Prints the headers of public pages as nginx reads them: see deploy/nginx.conf."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> str:
        return nginx.configuration()
