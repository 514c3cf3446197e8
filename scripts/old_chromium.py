"""A Chromium of 2021 for the tests: the oldest browser that the readers' pages are looked at with.

Runs in .venv. It comes from npm in the package that another project has made of it for servers, and
is kept in `.old-chromium/`.
"""

import hashlib
import io
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import brotli

from scripts.console import fail, say
from scripts.environment import ROOT

PACKAGE = "chrome-aws-lambda@10.1.0"  # Chromium 92.0.4512
DIGEST = "6745d06176d629be7021538a901a5a969f335c5a8c10a581b40862e7ed66996e"
KEPT = ROOT / ".old-chromium"
PROGRAM = KEPT / "chromium"


def main() -> None:
    if PROGRAM.exists():
        return
    say("Installation d’un Chromium de 2021 depuis npm (la première fois)…")
    if not shutil.which("npm"):
        fail("Il manque npm, qui l’apporte : apt-get install -y npm")
    with tempfile.TemporaryDirectory(dir=ROOT) as folder:
        command = ["npm", "pack", "--silent", "--pack-destination", folder, PACKAGE]
        packed = Path(
            folder, subprocess.run(command, stdout=subprocess.PIPE).stdout.decode().strip()
        )
        if not packed.is_file():
            fail("npm n’a pas pu l’apporter (voir ci-dessus) : vérifiez l’accès au réseau.")
        content = packed.read_bytes()
        if hashlib.sha256(content).hexdigest() != DIGEST:
            fail(f"{PACKAGE} n’est pas le paquet attendu : ne l’utilisez pas.")
        unpack(content, Path(folder, "whole"))
        shutil.rmtree(KEPT, ignore_errors=True)
        Path(folder, "whole").rename(KEPT)


def unpack(package: bytes, folder: Path) -> None:
    """Write the program and the libraries for drawing without a screen into `folder`."""
    folder.mkdir()
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        program = read(archive, "chromium.br")
        libraries = read(archive, "swiftshader.tar.br")
    with tarfile.open(fileobj=io.BytesIO(libraries)) as archive:
        archive.extractall(folder, filter="data")
    (folder / PROGRAM.name).write_bytes(program)
    (folder / PROGRAM.name).chmod(0o755)


def read(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(f"package/bin/{name}")
    if file is None:
        fail(f"{PACKAGE} n’a pas de fichier {name}.")
    return brotli.decompress(file.read())


if __name__ == "__main__":
    main()
