"""Where an embedded site keeps what it knows."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from scripts import environment, processes
from scripts.console import fail
from scripts.environment import PYTHON, ROOT

ASK = """
import json, sys
sys.path.insert(0, "site")
from config.env import VAR, database, env, storage
files = storage(env.str("MEDIA_STORAGE_URL", default=f"file://{VAR}/media"))
data = database(env.str("DATABASE_URL", default=f"sqlite:///{VAR}/db.sqlite3"))
print(json.dumps([str(VAR), data["ENGINE"], data["NAME"], files["OPTIONS"].get("location", "")]))
"""


@dataclass
class Site:
    data: Path
    database: Path
    media: Path

    @property
    def secret_key(self) -> Path:
        return self.data / "secret_key"


def embedded_site() -> Site:
    """The files of this site; ends with a sentence if they are in PostgreSQL or in a bucket."""
    environment.ensure("base")
    asked = processes.run([str(PYTHON), "-c", ASK], cwd=ROOT, stdout=subprocess.PIPE)
    if asked.returncode:
        fail("Les réglages du site ne se lisent pas (voir ci-dessus).")
    data, engine, name, media = json.loads(asked.stdout)
    if not engine.endswith("sqlite3"):
        fail("Cette base est un PostgreSQL : sauvegardez-la avec pg_dump (voir README.md).")
    if not media:
        fail("Les médias sont dans un stockage S3 : sauvegardez-les là (voir README.md).")
    return Site(Path(data), Path(name), Path(media))
