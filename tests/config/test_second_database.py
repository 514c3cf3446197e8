"""What runs on PostgreSQL as well is declared by each folder of tests, and is there."""

from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import tests.config as folder_of_tests
from tests.conftest import mark_for_postgres

FOLDERS = sorted({file.parent for file in Path("tests").rglob("test_*.py")})


def test_a_folder_names_modules_that_it_has() -> None:
    missing = {
        str(folder): import_module(".".join(folder.parts)).ON_POSTGRES
        - {file.stem for file in folder.glob("test_*.py")}
        for folder in FOLDERS
    }
    assert {folder: modules for folder, modules in missing.items() if modules} == {}


@dataclass
class Test:
    """A test as pytest has found it."""

    __test__ = False
    module: ModuleType
    marks: set[str] = field(default_factory=set)
    fixturenames: tuple[str, ...] = ()
    nodeid: str = "a test"

    def get_closest_marker(self, name: str) -> str | None:
        return name if name in self.marks else None

    def add_marker(self, name: str) -> None:
        self.marks.add(name)


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(folder_of_tests, "ON_POSTGRES", {"test_named"})
    return ModuleType("tests.config.test_named")


def test_of_a_named_module_run_those_that_it_marks_or_all(module: ModuleType) -> None:
    tests = [Test(module), Test(module)]
    mark_for_postgres(tests)  # type: ignore[arg-type]
    assert [test.marks for test in tests] == [{"postgres"}, {"postgres"}]
    tests = [Test(module), Test(module, {"postgres"})]
    mark_for_postgres(tests)  # type: ignore[arg-type]
    assert [test.marks for test in tests] == [set(), {"postgres"}]


def test_a_module_of_a_marked_test_or_of_one_with_real_commits_is_named(
    module: ModuleType,
) -> None:
    other = ModuleType("tests.config.test_other")
    commits = ("transactional_db",)
    for test in (Test(other, {"postgres"}), Test(other, fixturenames=commits)):
        with pytest.raises(pytest.UsageError, match="ON_POSTGRES"):
            mark_for_postgres([test])  # type: ignore[list-item]
    alike = [Test(other), Test(other, {"sqlite"}, commits), Test(other, {"browser"}, commits)]
    mark_for_postgres(alike)  # type: ignore[arg-type]
    assert not any("postgres" in test.marks for test in alike)


def test_a_folder_that_declares_nothing_is_refused(
    module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(folder_of_tests, "ON_POSTGRES")
    with pytest.raises(pytest.UsageError, match="say ON_POSTGRES"):
        mark_for_postgres([Test(module)])  # type: ignore[list-item]
