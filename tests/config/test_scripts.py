"""The commands: what they say when something is in their way, and what they leave behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts import environment, run, test

ROOT = Path(__file__).resolve().parents[2]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 10
    while alive(pid):
        assert time.monotonic() < deadline, f"process {pid} is still there"
        time.sleep(0.02)


def test_taken_port_is_named_with_a_way_out(capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SystemExit) as end:
            run.refuse_taken(port)
    assert end.value.code == 1
    assert f"port {port} est déjà pris" in (said := capsys.readouterr().err)
    assert f"PORT={port + 1} make run" in said


@pytest.mark.parametrize(
    ("browsers", "is_enough"),
    [(["chromium-headless-shell"], True), (["chromium"], True), ([], False)],
)
def test_either_browser_is_enough_where_nothing_can_be_installed(
    tmp_path, monkeypatch, capsys, browsers, is_enough
):
    for name in ("msgfmt", "npm", *browsers):
        (tmp_path / name).touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    if is_enough:
        test.install_debian_packages()
        return
    with pytest.raises(SystemExit):
        test.install_debian_packages()
    assert "apt-get install -y chromium-headless-shell" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["abc", "0", "70000", "-1", "80 80", "٣"])
def test_port_that_is_none_is_refused(monkeypatch, capsys, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(SystemExit):
        run.chosen_port()
    assert f"PORT={text}" in capsys.readouterr().err


def test_old_python_is_told_which_one_is_needed():
    code = "import sys; sys.version_info = (3, 9, 2, 'final', 0); import scripts"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 1
    assert "besoin de Python 3.11" in ended.stderr and "Python 3.9" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.fixture
def venv(tmp_path, monkeypatch):
    """A place for an environment, and a list of what would be done to it in a minute's work."""
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "STAMP", tmp_path / "installed.json")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "python")
    (tmp_path / "python").touch()
    done: list[str] = []
    monkeypatch.setattr(environment, "_make_venv", lambda: done.append("made"))
    monkeypatch.setattr(environment, "_install", lambda level: done.append(level))
    return done


def test_environment_is_set_up_once(venv):
    environment.ensure("base")
    environment.ensure("base")
    assert venv == ["made", "base"]


def test_tests_packages_come_on_top_and_serve_both(venv):
    environment.ensure("base")
    environment.ensure("test")
    environment.ensure("base")
    assert venv == ["made", "base", "test"]


def test_half_made_environment_is_made_anew(venv, monkeypatch):
    def cut_off(level):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(environment, "_install", cut_off)
        with pytest.raises(KeyboardInterrupt):
            environment.ensure("base")
    environment.ensure("base")
    assert venv == ["made", "made", "base"]


@pytest.mark.parametrize("stamp", ["", "{", json.dumps({"base": "of other releases"})])
def test_environment_of_other_releases_is_made_anew(venv, stamp):
    environment.STAMP.write_text(stamp)
    environment.ensure("base")
    assert venv == ["made", "base"]


def program(path: Path, log: Path, returned: int) -> Path:
    """A program that notes what it is called with, and ends with that status."""
    path.write_text(f'#!/bin/sh\necho "{path.name} $*" >> {log}\nexit {returned}\n')
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(("returned", "asked"), [(0, ["uv"]), (2, ["uv", "python"])])
def test_pip_installs_what_uv_cannot(tmp_path, monkeypatch, returned, asked):
    log = tmp_path / "log"
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "STAMP", tmp_path / "installed.json")
    monkeypatch.setattr(environment, "PYTHON", program(tmp_path / "python", log, 0))
    monkeypatch.setattr(environment, "UV", program(tmp_path / "uv", log, returned))
    monkeypatch.setattr(environment, "_make_venv", lambda: None)
    environment.ensure("base")
    calls = [line.split() for line in log.read_text().splitlines()]
    assert [call[0] for call in calls] == asked
    assert all(call[-3:] == ["--require-hashes", "-r", "requirements/base.txt"] for call in calls)


def test_missing_venv_module_is_told_with_its_package(venv, monkeypatch, capsys):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SystemExit) as end:
        environment.ensure("base")
    assert end.value.code == 1
    assert "apt-get install -y python3-venv" in capsys.readouterr().err
    assert venv == []


def test_command_ends_with_its_parent_even_by_kill_9(tmp_path):
    code = (
        "from scripts import processes; import sys; "
        "processes.run([sys.executable, '-c', 'import os, time; print(os.getpid(), flush=True); "
        "time.sleep(60)'])"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    wait_until_gone(child)


def test_stubborn_and_orphaned_processes_are_ended():
    """A process that ignores SIGTERM, and one whose own parent has left it behind."""
    stubborn = (
        "import signal, time, os; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "print(os.getpid(), flush=True); time.sleep(60)"
    )
    code = f"""if True:
        import subprocess, sys
        from scripts import processes
        processes.adopt_orphans()
        subprocess.Popen([sys.executable, "-c", {stubborn!r}])
        subprocess.run(["sh", "-c", "sleep 61 & echo $!"])
        input()
        processes.end_all(0.5)
        print(processes.children())
    """
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    pids = [int(parent.stdout.readline()) for _ in range(2)]
    assert all(alive(pid) for pid in pids)
    rest, _ = parent.communicate("\n", timeout=20)
    assert rest.strip() == "[]"
    assert not any(alive(pid) for pid in pids)


def test_sigterm_is_an_interruption():
    code = (
        "from scripts import processes, console; import time; processes.end_with_make()\n"
        "with console.interruptible('make run'): print('go', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.stdout.readline()
    os.kill(process.pid, signal.SIGTERM)
    _, said = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "relancez « make run »" in said and "Traceback" not in said


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (
            '<testsuite tests="9" failures="2" errors="1" skipped="1"/>',
            "5 passed, 3 failed, 1 skipped",
        ),
        (
            '<testsuite tests="0" failures="0" errors="0" skipped="0"/>',
            "0 passed, 0 failed, 0 skipped",
        ),
        ("<testsuite", "0 passed, 0 failed, 0 skipped"),
    ],
)
def test_tests_are_counted(tmp_path, report, line):
    (tmp_path / "report.xml").write_text(f"<testsuites>{report}</testsuites>")
    assert str(test.counted(tmp_path / "report.xml")) == line


def test_tests_see_nothing_of_this_machines_site(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://the.real.one/actujet")
    monkeypatch.setenv("SECRET_KEY", "the real one")
    env = environment.test_environment()
    assert "DATABASE_URL" not in env and "SECRET_KEY" not in env
    assert env["DJANGO_SETTINGS_MODULE"] == "config.settings.test"


def test_every_command_is_explained():
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for command in ("run", "test", "lint", "backup", "restore", "help"):
        assert f"make {command} " in said
