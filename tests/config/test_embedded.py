"""The processes of `make run`: how they end together, and what is remembered between two starts."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import override_settings

from accounts.demo_accounts import DEMO_ACCOUNTS
from accounts.models import User
from scripts import prepare
from tests.factories import UserFactory

ROOT = Path(__file__).resolve().parents[2]
FOLLOW = """if True:
    import os, signal, sys, time
    from scripts import embedded

    running, output = {}, {}
    for name in ("web", "clock"):
        reads, writes = os.pipe()
        pid = os.fork()
        if not pid:
            embedded.become(writes)
            print(name, "works", os.getpid(), flush=True)
            if sys.argv[1] == name:
                sys.exit(3)
            time.sleep(60)
        os.close(writes)
        running[pid], output[reads] = name, name
    sys.exit(embedded.follow(running, output))
"""


def followed(ends_by_itself: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", FOLLOW, ends_by_itself],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_process_that_ends_takes_the_others_along() -> None:
    site = followed("clock")
    _nothing, said = site.communicate(timeout=20)
    assert site.returncode == 1
    lines = [line.partition(" ")[2] for line in said.splitlines()]
    assert {line.rpartition(" ")[0] for line in lines} == {
        "web   | web works",
        "clock | clock works",
    }
    assert not any(is_alive(int(line.rpartition(" ")[2])) for line in lines)


def test_site_that_is_asked_to_ends_in_order() -> None:
    site = followed("none")
    assert site.stderr
    pids = [int(site.stderr.readline().rpartition(" ")[2]) for _process in range(2)]
    site.send_signal(signal.SIGTERM)
    assert site.wait(20) == 0
    assert not any(map(is_alive, pids))


@pytest.fixture
def account(db: None) -> User:
    published = DEMO_ACCOUNTS[0]
    UserFactory(username=published.username)
    user = User.objects.get(username=published.username)
    user.set_password(published.password)
    user.save()
    return user


def test_demo_logins_are_those_that_open_today(account: User, tmp_path: Path) -> None:
    published = [[DEMO_ACCOUNTS[0].job_title, account.username, DEMO_ACCOUNTS[0].password]]
    with override_settings(DATA_FOLDER=tmp_path):
        assert prepare.demo_logins() == published
        # From memory.
        assert prepare.demo_logins() == published
        account.set_password("another one, of the owner's")
        account.save()
        assert prepare.demo_logins() == []
        account.set_password(DEMO_ACCOUNTS[0].password)
        account.is_active = False
        account.save()
        assert prepare.demo_logins() == []
