"""`make backup`: everything that an embedded site knows, in one archive."""

import sqlite3
import sys
import tarfile
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from scripts.console import fail, interruptible, say
from scripts.site import embedded_site


def main() -> None:
    with interruptible("make backup"):
        site = embedded_site()
        if not site.database.exists():
            fail("Il n’y a rien à sauvegarder : le site n’a jamais été lancé (make run).")
        target = Path(sys.argv[1]) if len(sys.argv) > 1 else default_target(site.data)
        target.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and put into place whole: a name that exists is a backup that is complete.
        draft = target.with_name(f".{target.name}.part")
        try:
            with tempfile.TemporaryDirectory() as folder, tarfile.open(draft, "w:gz") as archive:
                draft.chmod(0o600)
                copy = Path(folder) / "db.sqlite3"
                copy_database(site.database, copy)
                archive.add(copy, "db.sqlite3")
                for path, name in ((site.media, "media"), (site.secret_key, "secret_key")):
                    if path.exists():
                        archive.add(path, name)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    say(f"Sauvegarde : {target} ({target.stat().st_size / 1e6:.1f} Mo).")
    say("Elle contient la clé secrète et tous les textes : gardez-la à l’abri, hors de la machine.")


def default_target(data: Path) -> Path:
    return data / "backups" / f"actujet-{datetime.now():%Y%m%d-%H%M%S}.tar.gz"


def copy_database(source: Path, target: Path) -> None:
    """A copy as of one moment, taken while the site runs (SQLite's online backup)."""
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)


if __name__ == "__main__":
    main()
