"""Brings database, static files and first content up to date, in .venv, before the site starts.

Each step may be cut off at any point: what is done is recorded after it, never before. The one line
on standard output is JSON for `scripts.run`; all else goes to standard error.
"""

import hashlib
import json
import os
import sys
import time
from pathlib import Path

from scripts.console import say
from scripts.environment import fingerprint


def main() -> None:
    """Called where the site is loaded."""
    migrate()
    collect_static()
    load_demo_once()
    follow_address()
    print(json.dumps({"logins": demo_logins()}), file=sys.__stdout__)


def migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        note_changes()
        return
    say(f"Mise à jour de la base de données ({len(plan)} migrations)…")
    call_command("migrate", verbosity=0, interactive=False)


def note_changes() -> None:
    """Have the database note what this release asks for: a migration would do it by itself."""
    from django.db import connection

    from delivery.pages import triggers

    triggers.install(connection)


def collect_static() -> None:
    """Collect and compress the static files again if one of ours or any package has changed."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".collected"
    wanted = static_fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Préparation des styles, des scripts et des images de l’interface…")
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(wanted)


def static_fingerprint() -> str:
    """What the collected files depend on: ours by content, the packages' by their releases."""
    from django.conf import settings

    digest = hashlib.sha256(fingerprint("base").encode())
    for folder in settings.STATICFILES_DIRS:
        for file in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
            digest.update(str(file.relative_to(folder)).encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def load_demo_once() -> None:
    """Fill an empty embedded site with the demo newsroom, or take up a load that was cut off."""
    from django.core.management import call_command

    from config.env import ENVIRONMENT
    from demo.pages import is_open

    if ENVIRONMENT != "embedded" or os.environ.get("DEMO") == "0" or is_open():
        return
    say("Chargement de la rédaction de démonstration (quelques dizaines de secondes)…")
    started = time.monotonic()
    call_command("load_demo", stdout=sys.stderr)
    say(f"Rédaction de démonstration chargée en {time.monotonic() - started:.0f} s.")


def follow_address() -> None:
    """Have feeds and sitemaps name the port that this start listens on."""
    from urllib.parse import urlsplit

    from django.conf import settings
    from wagtail.models import Site

    here = urlsplit(settings.BASE_URL)
    place = {"hostname": here.hostname or "localhost", "port": here.port or 80}
    site = Site.objects.filter(is_default_site=True).exclude(**place).first()
    if site and site.hostname in ("localhost", "127.0.0.1") and here.scheme == "http":
        site.hostname, site.port = place["hostname"], place["port"]
        site.save()


def demo_logins() -> list[list[str]]:
    """Role, name and password of each demo account that its published password still opens.

    To try them all takes two seconds, so what was found is kept, in the name of what was tried.
    """
    from django.conf import settings

    from accounts.checks import open_demo_accounts
    from accounts.demo_accounts import DEMO_ACCOUNTS
    from accounts.models import User

    published = {account.username: account.password for account in DEMO_ACCOUNTS}
    users = User.objects.filter(username__in=published, is_active=True).order_by("pk")
    tried = [
        (name, kept, published[name]) for name, kept in users.values_list("username", "password")
    ]
    digest = hashlib.sha256(json.dumps(tried).encode()).hexdigest()
    place = Path(settings.DATA_FOLDER) / "demo_logins.json"
    names = kept_names(place, digest)
    if names is None:
        names = open_demo_accounts()
        place.write_text(json.dumps({"digest": digest, "names": names}))
    return [
        [account.job_title, account.username, account.password]
        for account in DEMO_ACCOUNTS
        if account.username in names
    ]


def kept_names(place: Path, digest: str) -> list[str] | None:
    """The user names that were found for `digest`; None if they are not known."""
    try:
        kept = json.loads(place.read_text())
    except (OSError, ValueError):
        return None
    names: list[str] | None = kept["names"] if kept.get("digest") == digest else None
    return names


if __name__ == "__main__":
    import django

    django.setup()
    main()
