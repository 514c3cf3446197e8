"""The secret key that the first start makes."""

import stat
import subprocess
import sys
from pathlib import Path

from config.settings.secret import stored_secret_key

SITE = Path(__file__).resolve().parents[2] / "site"


def test_key_is_made_once_and_is_its_owners_only(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    path = tmp_path / "data" / "secret_key"
    key = stored_secret_key(path)
    assert len(key) >= 50
    assert stored_secret_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_environment_wins(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "from the environment")
    assert stored_secret_key(tmp_path / "secret_key") == "from the environment"
    assert not (tmp_path / "secret_key").exists()


def test_processes_that_start_at_once_agree_on_one_key(tmp_path):
    code = (
        "from pathlib import Path; from config.settings.secret import stored_secret_key; "
        f"print(stored_secret_key(Path({str(tmp_path)!r}) / 'secret_key'))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": str(SITE)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    keys = {process.communicate()[0] for process in processes}
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
