"""`make restore`: bring a backup back; what was there is set aside, not thrown away."""

import os
import shutil
import sqlite3
import sys
import tarfile
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from scripts.console import fail, interruptible, say
from scripts.site import Site, embedded_site

PARTS = ("db.sqlite3", "media", "secret_key")


def main() -> None:
    with interruptible("make restore"):
        if len(sys.argv) < 2:
            fail("Quelle sauvegarde ? make restore FROM=var/backups/actujet-….tar.gz")
        source = Path(sys.argv[1])
        site = embedded_site()
        refuse_while_running(site.database)
        site.data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=site.data) as folder:
            unpack(source, Path(folder))
            aside = site.data / f"before-restore-{datetime.now():%Y%m%d-%H%M%S}"
            put_into_place(site, Path(folder), aside)
    say(f"La sauvegarde {source} est en place. « make run » ouvre le site.")
    if aside.exists():
        say(f"Ce qui était là se trouve dans {aside} ; supprimez-le quand tout va bien.")


def refuse_while_running(database: Path) -> None:
    """Ask SQLite for the whole file, which nobody has while the site's processes hold it."""
    if not database.exists():
        return
    with closing(sqlite3.connect(database, timeout=1)) as connection:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.rollback()
        except sqlite3.OperationalError:
            fail("Le site est ouvert : arrêtez-le d’abord (Ctrl-C dans « make run »).")


def unpack(source: Path, folder: Path) -> None:
    try:
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
    except (OSError, tarfile.TarError) as error:
        fail(f"{source} ne se lit pas comme une sauvegarde : {error}")
    if not (folder / "db.sqlite3").exists():
        fail(f"{source} n’est pas une sauvegarde d’Actujet : elle ne contient pas de base.")


def put_into_place(site: Site, folder: Path, aside: Path) -> None:
    """Set aside what is there, then move the parts in; moves within one disk are all or nothing."""
    places = dict(zip(PARTS, (site.database, site.media, site.secret_key), strict=True))
    # SQLite's own companions belong to the database that is set aside.
    companions = [site.database.with_name(site.database.name + end) for end in ("-wal", "-shm")]
    for place in [*places.values(), *companions]:
        if place.exists():
            aside.mkdir(exist_ok=True)
            shutil.move(place, aside / place.name)
    for name, place in places.items():
        if (folder / name).exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(folder / name, place)
    # It remembers the site that was here.
    shutil.rmtree(site.data / "cache", ignore_errors=True)
    if site.secret_key.exists():
        os.chmod(site.secret_key, 0o600)


if __name__ == "__main__":
    main()
