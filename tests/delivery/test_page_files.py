"""What is laid down for nginx, and when it counts no longer."""

import errno
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from wagtail.models import Collection

from delivery.pages.answers import Answer, finished
from delivery.pages.basis import Basis
from delivery.pages.changes import known
from delivery.pages.front import Key
from delivery.pages.generations import PERIOD, Generations, period
from delivery.pages.laying import Files

pytestmark = pytest.mark.usefixtures("transactional_db")
MB = 1024 * 1024
KEY = Key("localhost", True, "/politique/", "", "", False)
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Vary", "Save-Data"),
    ("Cache-Control", "public, s-maxage=1, max-age=60"),
]


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    found = Generations(tmp_path / "pages")
    found.begin()
    return found


@pytest.fixture
def files(generations: Generations) -> Files:
    return Files(generations, MB)


def answer_of(text: str = "Le fleuve monte. ", lasts: float = 10 * PERIOD) -> Answer:
    snapshot = known.read_now()
    assert snapshot
    tags = frozenset([Collection._meta.db_table])
    return finished(HEADERS, text.encode() * 100, Basis(tags, snapshot, time.time() + lasts))


def change() -> None:
    """Something that readers can see, and that answers depend on."""
    Collection.objects.filter(depth=1).update(name=uuid4().hex)


def laid_down(generations: Generations) -> set[str]:
    found = (generations.root / "current").glob("**/=*")
    return {file.name for file in found}


def test_an_answer_has_three_files_of_its_stamp(generations: Generations, files: Files) -> None:
    answer = answer_of()
    files.lay_down(KEY, answer)
    assert laid_down(generations) == {"=.html", "=.html.br", "=.html.gz"}
    found = (generations.root / "current").glob("**/=*")
    assert {int(file.stat().st_mtime) for file in found} == {answer.stamp}


def test_a_change_empties_the_folder_once(generations: Generations, files: Files) -> None:
    generations.renew()
    files.lay_down(KEY, answer_of())
    before = generations.current()
    generations.renew()
    assert generations.current() == before
    change()
    generations.renew()
    after = generations.current()
    assert after != before
    assert not laid_down(generations)
    generations.renew()
    Generations(generations.root).catch_up()
    assert generations.current() == after


def test_what_was_made_before_a_change_is_laid_down_no_more(
    generations: Generations, files: Files
) -> None:
    answer = answer_of()
    change()
    files.lay_down(KEY, answer)
    generations.renew()
    files.lay_down(KEY, replace(answer, laid_down=None))
    assert not laid_down(generations)


def test_a_file_lands_in_the_generation_that_was_asked_for_first(
    generations: Generations, files: Files, monkeypatch: Any
) -> None:
    rename = os.replace

    def after_a_change(*names: Any) -> None:
        monkeypatch.setattr(os, "replace", rename)
        change()
        generations.renew()
        rename(*names)

    answer = answer_of()
    monkeypatch.setattr(os, "replace", after_a_change)
    files.lay_down(KEY, answer)
    assert not laid_down(generations)


def test_an_answer_that_ends_soon_is_not_laid_down(generations: Generations, files: Files) -> None:
    left = (period() + 1) * PERIOD - time.time()
    files.lay_down(KEY, answer_of(lasts=left + 30))
    assert not laid_down(generations)


def test_only_plain_requests_have_files(generations: Generations, files: Files) -> None:
    others: list[dict[str, Any]] = [
        {"query": "page=2"},
        {"economy": "0"},
        {"saves_data": True},
        {"host": "localhost:80"},
        {"host": "elsewhere.example"},
        {"path": "/a/../b/"},
        {"path": "//politique/"},
        {"path": "/.well-known/x"},
        {"path": "/é/"},
        {"path": "/a\n/"},
        {"path": f"/{'a' * 250}/"},
        {"path": f"/{'a/' * 1000}"},
    ]
    for different in others:
        files.lay_down(KEY._replace(**different), answer_of())
        assert not laid_down(generations), different
    files.lay_down(KEY, answer_of())
    assert laid_down(generations)


def test_an_answer_with_an_act_for_each_reader_has_no_file(
    generations: Generations, files: Files
) -> None:
    files.lay_down(KEY, replace(answer_of(), for_each=(print,)))
    assert not laid_down(generations)


def test_a_process_lays_down_no_more_than_it_may(generations: Generations) -> None:
    few = Files(generations, 10_000)
    for number in range(20):
        few.lay_down(KEY._replace(path=f"/{number}/"), answer_of())
    assert 0 < len(laid_down(generations)) <= 3 * 5
    names = {file.parent.name for file in (generations.root / "current").glob("**/=.html")}
    assert len(names) < 20


def test_generations_and_periods_that_are_over_are_deleted(
    generations: Generations, files: Files
) -> None:
    files.lay_down(KEY, answer_of())
    current = generations.root / generations.current()
    over = current / str(period() - 1)
    over.mkdir()
    (generations.root / "g-old").mkdir()
    generations.sweep()
    assert sorted(file.name for file in generations.root.glob("g-*")) == [current.name]
    assert not over.exists()
    assert laid_down(generations)


def test_where_no_generation_can_begin_none_counts(
    generations: Generations, files: Files, monkeypatch: Any
) -> None:
    def full(*args: Any, **options: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    files.lay_down(KEY, answer_of())
    with monkeypatch.context() as disk:
        disk.setattr(Path, "mkdir", full)
        disk.setattr(os, "makedirs", full)
        change()
        generations.renew()
        assert generations.current() == ""
        files.lay_down(KEY, answer_of())
    generations.renew()
    files.lay_down(KEY, answer_of())
    assert laid_down(generations)


def test_a_rolled_back_change_begins_nothing(generations: Generations) -> None:
    generations.renew()
    before = generations.current()
    with transaction.atomic():
        change()
        transaction.set_rollback(True)
    generations.renew()
    assert generations.current() == before
