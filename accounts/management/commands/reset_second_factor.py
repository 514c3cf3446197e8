"""`manage.py reset_second_factor NAME`, for newsrooms in which no third person can confirm."""

import getpass

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.second_factor import resets
from accounts.users import User


class Command(BaseCommand):
    help = "Take the second factor of a person away, end their sessions, and tell them by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the user name that the person signs in with")
        parser.add_argument("--reason", default="", help="kept on record")

    def handle(self, *args: object, name: str, reason: str, **options: object) -> None:
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise CommandError(_("No active account is called “%s”.") % name)
        operator = _("%(name)s, on the server") % {"name": getpass.getuser()}
        resets.reset(user, None, {"asked_by": operator, "reason": reason or "—"})
        self.stdout.write(
            _("Done. %(person)s signs in with the password within 24 hours and sets up anew.")
            % {"person": user}
        )
