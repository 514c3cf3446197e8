"""What readers do is written to files, and added to the database once, whoever is killed."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from delivery import health
from jobs import count_files, counters
from jobs.count_files import own_file
from jobs.counters import Count, CountBuffer, add_counts, as_line, fold, fold_file, read_line
from jobs.models import CountedBatch
from search.models import SearchCount
from tests.jobs.faults import counting
from tests.jobs.faults.folder import notes
from tests.jobs.full_disk import SmallDisk
from tests.jobs.processes import ROOT, Processes, wait_until

added: list[Count] = []
away: list[bool] = []


def add(counts: Sequence[Count]) -> None:
    if away:
        raise OperationalError
    if any(count.sums.get("refused") for count in counts):
        raise ValueError
    added.extend(counts)


@pytest.fixture
def buffer() -> CountBuffer:
    added.clear()
    away.clear()
    return CountBuffer(add)


@pytest.fixture
def folder(settings: Any) -> Path:
    return Path(settings.COUNTS_FOLDER)


def views() -> dict[str, int]:
    found: Counter[str] = Counter()
    for count in added:
        found[count.key[0]] += count.sums["views"]
    return dict(found)


@pytest.mark.postgres
def test_numbers_are_added_up_and_the_last_text_holds(
    db: None, buffer: CountBuffer, folder: Path
) -> None:
    buffer.count(("lundi", "coton"), {"views": 1}, {"text": "Coton"})
    buffer.count(("lundi", "coton"), {"views": 2, "clicks": 1}, {"text": "coton"})
    buffer.count(("mardi", "coton"), {"views": 1})
    assert not added
    fold()
    assert added == [
        Count(("lundi", "coton"), {"views": 3, "clicks": 1}, {"text": "coton"}),
        Count(("mardi", "coton"), {"views": 1}, {}),
    ]
    fold()
    assert len(added) == 2
    assert not list(folder.iterdir()) and not CountedBatch.objects.exists()


def test_what_is_counted_after_the_file_was_taken_goes_into_another(
    db: None, buffer: CountBuffer
) -> None:
    for number in range(3):
        buffer.count(("a",), {"views": 1})
        assert len(count_files.take()) == number + 1
    fold()
    assert views() == {"a": 3}


def test_a_full_file_is_taken_away_by_its_writer(
    db: None, buffer: CountBuffer, folder: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(count_files, "FULL_AT", 300)
    for _time in range(20):
        buffer.count(("a",), {"views": 1})
    assert len(list(folder.glob("*.taken"))) > 2
    fold()
    assert views() == {"a": 20}


@pytest.mark.postgres
def test_file_that_was_added_and_not_deleted_adds_nothing(
    db: None, buffer: CountBuffer, folder: Path
) -> None:
    buffer.count(("a",), {"views": 1})
    [path] = count_files.take()
    CountedBatch.objects.create(pk=count_files.name_of(path))
    fold()
    assert not added and not list(folder.iterdir()) and not CountedBatch.objects.exists()


def test_file_that_another_clock_is_about_is_left_to_it(db: None, buffer: CountBuffer) -> None:
    buffer.count(("a",), {"views": 1})
    [path] = count_files.take()
    with count_files.locked(path) as held:
        assert held is not None
        fold()
        assert not added
    fold_file(path)
    fold_file(path)
    assert views() == {"a": 1}


@pytest.mark.postgres
def test_in_an_outage_files_stay_and_are_added_once(db: None, buffer: CountBuffer) -> None:
    buffer.count(("a",), {"views": 1})
    away.append(True)
    with pytest.raises(OperationalError):
        fold()
    assert not CountedBatch.objects.exists()
    away.clear()
    fold()
    fold()
    assert views() == {"a": 1}


@pytest.mark.postgres
def test_a_count_that_cannot_be_added_keeps_no_other_back(
    db: None, buffer: CountBuffer, folder: Path
) -> None:
    for number in range(5):
        buffer.count((str(number),), {"views": 1, "refused": int(number == 3)})
    gone = as_line("jobs.counters.no_such_function", Count(("a",), {"views": 1}))
    own_file.append(gone)
    fold()
    assert views() == dict.fromkeys("0124", 1)
    [path] = folder.iterdir()
    assert path.suffix == ".refused"
    refused = as_line(buffer.path, Count(("3",), {"views": 1, "refused": 1}))
    assert path.read_bytes() == gone + refused


def test_torn_and_unreadable_lines_are_skipped(db: None, buffer: CountBuffer, caplog: Any) -> None:
    whole = as_line(buffer.path, Count(("a",), {"views": 1}))
    for line in (b"\n", b"\0\0\0\n", b"[" * 100_000 + b"\n", b"[1,2,3,4]\n", whole, whole[:-9]):
        own_file.append(line)
    fold()
    assert views() == {"a": 1}
    assert "counts_unreadable" in caplog.text


texts = st.text(max_size=8)
counts = st.builds(
    Count,
    st.lists(texts, max_size=3).map(tuple),
    st.dictionaries(texts, st.integers(), max_size=2),
    st.dictionaries(texts, st.integers() | texts, max_size=2),
)


@given(texts, counts)
def test_a_line_is_read_as_it_was_written(path: str, count: Count) -> None:
    line = as_line(path, count)
    assert line.endswith(b"\n") and line.count(b"\n") == 1
    assert read_line(line) == (path, count.key, count.sums, count.latest)


@given(st.binary())
def test_any_bytes_are_a_count_or_refused(line: bytes) -> None:
    try:
        read_line(line)
    except ValueError:
        pass


def test_empty_file_of_a_process_that_ended_is_deleted(db: None, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{uuid4()}.open").touch()
    fold()
    assert not list(folder.iterdir())


def test_readyz_warns_of_a_machine_whose_counts_nobody_adds(
    db: None, buffer: CountBuffer, folder: Path
) -> None:
    buffer.count(("a",), {"views": 1})
    assert "counts" not in health.warnings()
    [path] = folder.iterdir()
    os.utime(path, (0, time.time() - 3600))
    assert "60 minutes" in health.warnings()["counts"]
    fold()
    assert "counts" not in health.warnings()


class Writer:
    """A process that counts a view of `name`, `times` times."""

    def __init__(self, folder: Path, buffer: CountBuffer, name: str, times: int, *more: str):
        line = as_line(buffer.path, Count((name,), {"views": 1})).decode().strip()
        command = [sys.executable, "-m", "tests.jobs.counting", str(folder), line, str(times)]
        self.name = name
        self.process = subprocess.Popen([*command, *more], cwd=ROOT, stdout=subprocess.PIPE)
        assert self.process.stdout
        self.output = self.process.stdout

    def written(self) -> int:
        """Of how many it has said so, once it has ended."""
        said, _none = self.process.communicate()
        return said.count(b"\n")


@pytest.fixture
def writers(folder: Path, buffer: CountBuffer) -> Iterator[list[Writer]]:
    started = [Writer(folder, buffer, str(number), 1_000_000) for number in range(3)]
    yield started
    for writer in started:
        writer.process.kill()
        writer.process.wait()
        writer.output.close()


@pytest.mark.processes
def test_killed_processes_lose_nothing_that_they_have_written(
    db: None, writers: list[Writer]
) -> None:
    """Files are taken and added all the while that three processes write and are killed."""
    for writer in writers:
        said = [writer.output.readline() for _line in range(300)]
        fold()
        assert len(said) == 300 and writer.process.poll() is None
        writer.process.kill()
    written = {writer.name: 300 + writer.written() for writer in writers}
    fold()
    found = views()
    # The last line may be in the file, and the process killed before it could say so.
    assert {name: found[name] - number in (0, 1) for name, number in written.items()} == (
        dict.fromkeys("012", True)
    )


@pytest.mark.processes
def test_forked_processes_have_files_of_their_own(
    db: None, buffer: CountBuffer, folder: Path
) -> None:
    writer = Writer(folder, buffer, "a", 2, "fork")
    assert writer.written() == 2 and writer.process.returncode == 0
    files = list(folder.glob("*.open"))
    assert sorted(len(file.read_bytes().splitlines()) for file in files) == [1, 4]
    fold()
    assert views() == {"a": 5}


@pytest.mark.postgres
@pytest.mark.processes
@pytest.mark.parametrize("moment", ["die-before-commit", "die-after-commit"])
def test_clock_killed_while_it_adds_counts_nothing_twice(
    processes: Processes, moment: str, folder: Path
) -> None:
    counted = CountBuffer(counting.add)
    day = timezone.localdate().isoformat()
    for _time in range(40):
        counted.count(("search", day, "coton"), {"searches": 1}, {"text": "Coton", "found": 3})
    processes.ask(moment)
    clock = processes.start("clock")
    assert clock.wait(timeout=30) == -9
    assert SearchCount.objects.exists() == (moment == "die-after-commit")
    [_taken] = folder.iterdir()
    counted.count(("search", day, "coton"), {"searches": 2}, {"text": "Coton", "found": 3})
    processes.mend(moment)
    processes.start("clock")
    processes.start("clock")
    wait_until(lambda: not list(folder.iterdir()))
    wait_until(lambda: not CountedBatch.objects.exists())
    assert SearchCount.objects.get().searches == 42
    assert len(notes("added")) == (2 if moment == "die-after-commit" else 3)


@pytest.mark.sqlite
def test_on_a_full_disk_counts_wait_in_memory(
    small_disk: SmallDisk, buffer: CountBuffer, settings: Any, monkeypatch: Any
) -> None:
    settings.COUNTS_FOLDER = small_disk.folder / "counts"
    monkeypatch.setattr(count_files, "TRY_AGAIN", 3600)
    try:
        buffer.count(("a",), {"views": 1})
        small_disk.fill()
        for _time in range(200):
            buffer.count(("a",), {"views": 1})
        assert 0 < len(own_file.waiting) < 200
        small_disk.make_room()
        own_file.try_again()
        assert not own_file.waiting
        buffer.count(("a",), {"views": 1})
        fold()
        assert views() == {"a": 202}
    finally:
        own_file.forget()


@pytest.mark.postgres
def test_what_an_earlier_release_has_queued_is_added_once(db: None, buffer: CountBuffer) -> None:
    batch = str(uuid4())
    for _time in range(2):
        add_counts.call(buffer.path, batch, [{"key": ["a"], "sums": {"views": 1}, "latest": {}}])
    assert views() == {"a": 1}


def test_names_of_files_are_kept_for_a_year(db: None) -> None:
    CountedBatch.objects.create(pk=uuid4())
    counters.prune(timezone.now() + timedelta(days=360))
    assert CountedBatch.objects.exists()
    counters.prune(timezone.now() + timedelta(days=370))
    assert not CountedBatch.objects.exists()
