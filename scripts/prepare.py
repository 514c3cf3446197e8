"""Brings database, static files and first content up to date, in .venv, before the site starts.

Each step may be cut off at any point: what is done is recorded after it, never before. The last
line on standard output is JSON for `scripts.run`.
"""

import hashlib
import json
import os
import sys
import time
from pathlib import Path

from scripts.console import say
from scripts.environment import ROOT, fingerprint

sys.path.insert(0, str(ROOT / "site"))


def main() -> None:
    from config import select_settings

    select_settings()
    import django

    django.setup()
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
    """Role, name and password of each demo account that its published password still opens."""
    from accounts.checks import open_demo_accounts
    from accounts.demo_accounts import DEMO_ACCOUNTS

    names = open_demo_accounts()
    return [
        [account.job_title, account.username, account.password]
        for account in DEMO_ACCOUNTS
        if account.username in names
    ]


if __name__ == "__main__":
    sys.stdout = sys.stderr
    main()
