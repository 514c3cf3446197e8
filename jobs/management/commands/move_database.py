import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import translation
from django.utils.translation import gettext as _

from jobs.moving import moving, source, tables, target


class Command(BaseCommand):
    help = (
        "Moves everything from the configured database to the one that the variable TO names, "
        "compares both, and writes the search index of the other."
    )
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            try:
                self.move()
            except (target.Refused, tables.NotTaken, moving.Different) as error:
                raise CommandError(str(error)) from error
            except Error as error:
                message = _("A database does not answer, or refuses: %(error)s")
                raise CommandError(message % {"error": str(error).strip()}) from error

    def move(self) -> None:
        if "target" not in connections.settings:
            raise CommandError(_("Say where to: make move-database TO=postgres://user@host/name"))
        here, there = connections["default"], connections["target"]
        if self.name(here) == self.name(there):
            raise target.Refused(_("Both addresses are the same database."))
        started = time.monotonic()
        self.stdout.write(
            _("From %(here)s to %(there)s.") % {"here": self.name(here), "there": self.name(there)}
        )
        source.check(here)
        target.check(there)
        target.begin(there)
        there.close()
        self.stdout.write(_("Making the tables…"))
        self.on_the_target("migrate", "--verbosity", "0")
        # With the rows: a move that is broken off leaves the note of the one before it.
        with transaction.atomic(using=there.alias):
            digests = moving.move(here, there, self.stdout.write)
            target.write_mark(there, digests)
        there.close()
        self.stdout.write(_("Writing the search index…"))
        self.on_the_target("search_check", "--rebuild")
        rows = sum(int(digest.partition(":")[0]) for digest in digests.values())
        self.stdout.write(
            _(
                "Moved: %(rows)s in %(tables)d tables, the same in both, in %(seconds)d s. "
                "Now set DATABASE_URL to the new address and start the site. The database that was "
                "left is as it was."
            )
            % {
                "rows": moving.in_words(rows),
                "tables": len(digests),
                "seconds": time.monotonic() - started,
            }
        )

    def on_the_target(self, *command: str) -> None:
        """Run one of manage.py's commands as the site will run: on the target alone."""
        self.stdout.flush()
        env = {name: value for name, value in os.environ.items() if name != "TO"}
        env["DATABASE_URL"] = os.environ["TO"]
        manage = str(Path(settings.BASE_DIR) / "manage.py")
        command_line = [sys.executable, manage, *command]
        if subprocess.run(command_line, env=env, check=False).returncode:  # noqa: S603 (our own)
            raise target.Refused(
                _("“%(command)s” failed on the target (see above); run the move again afterwards.")
                % {"command": command[0]}
            )

    def name(self, connection: BaseDatabaseWrapper) -> str:
        """The database without its password."""
        config = connection.settings_dict
        host = f"{config['HOST'] or 'localhost'}:{config['PORT'] or 5432}"
        if connection.vendor == "sqlite":
            return str(Path(config["NAME"]).resolve())
        return f"postgres://{host}/{config['NAME']}"
