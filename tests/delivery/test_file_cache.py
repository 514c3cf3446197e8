"""A cache in a folder that takes nothing more, a full disk for one, costs speed and no page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.test import override_settings

from config.env import cache as settings_of


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Any]:
    with override_settings(CACHES={"default": settings_of(f"filecache://{tmp_path}/cache")}):
        yield caches["default"]


def test_a_folder_is_a_cache_like_any(cache: Any) -> None:
    assert cache.add("une", "la Une") and not cache.add("une", "autre")
    assert cache.get("une") == "la Une"
    assert cache.touch("une", 5) and cache.delete("une")


def test_what_cannot_be_written_is_not_there(cache: Any, tmp_path: Path) -> None:
    (tmp_path / "cache").rmdir()
    (tmp_path / "cache").symlink_to(tmp_path / "nowhere")
    cache.set("une", "la Une")
    assert not cache.add("une", "la Une")
    assert cache.get("une", "sinon") == "sinon"
    assert cache.get_or_set("une", lambda: "refaite") == "refaite"
