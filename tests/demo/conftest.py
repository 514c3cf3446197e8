"""The demo's pictures, small: their sizes for readers are made at once in tests."""

from pathlib import Path

import pytest
from PIL import Image

from demo import album


@pytest.fixture(scope="session", autouse=True)
def _small_pictures(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder: Path = tmp_path_factory.mktemp("pictures")
    for file in album.PICTURES.glob("*.webp"):
        with Image.open(file) as picture:
            picture.thumbnail((128, 128))
            picture.save(folder / file.name)
    album.PICTURES = folder
