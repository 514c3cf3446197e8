"""Fixtures that are made once for the tests of a module, in a transaction around theirs.

A test gets copies of the objects, and what it writes is rolled back to the rows of the fixtures.
Files are not: a picture or document whose file a test takes away is made for each test.
"""

import copy
import functools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client


def made_once(make: Callable[..., Any]) -> Callable[..., Any]:
    """Mark the function of a fixture, which asks for no other fixtures than such ones and `db`."""

    @functools.wraps(make)
    def fixture(**given: Any) -> Any:
        return LAYERS.copies[make] if make in LAYERS.copies else make(**given)

    fixture.made_once = make  # type: ignore[attr-defined]
    return fixture


@dataclass
class Layer:
    name: str
    make: Callable[..., Any]
    atomic: transaction.Atomic
    # What it made and what lies below, as it left them.
    values: dict[Callable[..., Any], Any]


class Layers:
    """The fixtures of the last test, one upon the other, each in a savepoint of its own."""

    def __init__(self) -> None:
        # Transactions beneath them, of a fixture for the whole module.
        self.beneath = 0
        self.layers: list[Layer] = []
        self.copies: dict[Callable[..., Any], Any] = {}

    def prepare(self, request: pytest.FixtureRequest) -> None:
        """Make what `request` asks for, but for what the test before has asked for as well."""
        wanted = shared_fixtures(request.node)
        if not self._whole():
            self.fold()
        if not self.layers:
            self.beneath = len(connection.atomic_blocks)
        same = 0
        for layer, (name, make) in zip(self.layers, wanted.items(), strict=False):
            if (layer.name, layer.make) != (name, make):
                break
            same += 1
        self.fold(same)
        for name, make in list(wanted.items())[same:]:
            self._make(name, make, wanted)
        self.copies = self._copies()

    def fold(self, left: int = 0) -> None:
        """Take all but the lowest `left` of them away."""
        self.copies = {}
        while len(self.layers) > left:
            atomic = self.layers.pop().atomic
            if connection.in_atomic_block:
                transaction.set_rollback(True)
                atomic.__exit__(None, None, None)

    def _make(self, name: str, make: Callable[..., Any], wanted: dict[str, Any]) -> None:
        values = self._copies()
        given = {needed: values.get(wanted.get(needed)) for needed in arguments(make)}
        atomic = transaction.atomic()
        # A block that must be the outermost one is so here as well.
        atomic._from_testcase = True
        atomic.__enter__()
        try:
            values[make] = make(**given)
        except BaseException:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)
            raise
        self.layers.append(Layer(name, make, atomic, values))
        # The tests of a module begin alike, the first of them as well.
        cache.clear()
        mail.outbox.clear()

    def _copies(self) -> dict[Callable[..., Any], Any]:
        return copied(self.layers[-1].values) if self.layers else {}

    def _whole(self) -> bool:
        """Whether no test has closed the connection beneath the fixtures."""
        return not self.layers or (
            connection.connection is not None
            and not connection.closed_in_transaction
            and len(connection.atomic_blocks) == self.beneath + len(self.layers)
        )


LAYERS = Layers()
# How many tests of each module ask for each fixture.
ASKED: dict[str, Counter[str]] = {}


def in_good_order(items: list[pytest.Item]) -> None:
    """Bring those tests of a module together that ask for the same fixtures.

    Modules that may take long come first, so that processes that share them end together: those
    with a browser or processes of their own, then walks and loads, which are few tests each.
    """
    modules: dict[str, list[pytest.Item]] = {}
    for item in items:
        modules.setdefault(item.module.__name__, []).append(item)
        ASKED.setdefault(item.module.__name__, Counter()).update(shared_fixtures(item).keys())

    def weight(name: str) -> tuple[bool, bool, int]:
        marks = {mark.name for item in modules[name] for mark in item.iter_markers()}
        tests = len(modules[name])
        return bool(marks & {"browser", "processes"}), tests <= 10, tests

    items[:] = [
        item
        for name in sorted(modules, key=weight, reverse=True)
        for item in sorted(modules[name], key=lambda item: list(shared_fixtures(item)))
    ]


def shared_fixtures(item: pytest.Item) -> dict[str, Callable[..., Any]]:
    """The functions of those that a test asks for, each after those that it needs."""
    asked = {name: make for name in item.fixturenames if (make := made_once_as(name, item))}
    often = ASKED.get(item.module.__name__, Counter())
    found: dict[str, Callable[..., Any]] = {}

    def add(name: str) -> bool:
        """Whether it is one, and needs no others than such ones."""
        if name not in found and name in asked:
            needed = [other for other in arguments(asked[name]) if other != "db"]
            if name not in needed and all(add(other) for other in needed):
                found[name] = asked[name]
        return name in found

    # What most tests of the module ask for lies lowest, and is not made again beneath the rest.
    for name in sorted(asked, key=lambda name: (-often[name], place(asked[name]))):
        add(name)
    return found


def made_once_as(name: str, item: pytest.Item) -> Callable[..., Any] | None:
    definitions = item._fixtureinfo.name2fixturedefs.get(name)  # type: ignore[attr-defined]
    return getattr(definitions[-1].func, "made_once", None) if definitions else None


def place(make: Callable[..., Any]) -> tuple[bool, int]:
    return not make.__module__.endswith("conftest"), make.__code__.co_firstlineno


def arguments(make: Callable[..., Any]) -> tuple[str, ...]:
    return make.__code__.co_varnames[: make.__code__.co_argcount]


def copied(values: dict[Callable[..., Any], Any]) -> dict[Callable[..., Any], Any]:
    """Copies that know each other as the originals do."""
    memo: dict[int, Any] = {}
    for value in values.values():
        if isinstance(value, Client):
            # A copy of one would copy the whole site behind it.
            twin = Client(raise_request_exception=value.raise_request_exception)
            twin.cookies = copy.deepcopy(value.cookies)
            memo[id(value)] = twin
    return {make: copy.deepcopy(value, memo) for make, value in values.items()}
