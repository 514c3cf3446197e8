"""What runs on PostgreSQL as well is named by each folder of tests, and is there."""

from importlib import import_module
from pathlib import Path

import pytest

FOLDERS = sorted({file.parent for file in Path("tests").rglob("test_*.py")})


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_a_folder_names_modules_that_it_has(folder: Path) -> None:
    named = import_module(".".join(folder.parts)).ON_POSTGRES
    assert (named or set()) <= {file.stem for file in folder.glob("test_*.py")}
