"""Values of columns, made equal whatever engine holds them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field


@dataclass(frozen=True)
class Json:
    """A value of JSON: its null is not the database's."""

    value: object


def kind_of(field: Any) -> str:
    """The internal type of a field, and of a foreign key that of what it leads to."""
    while field.remote_field:
        field = field.target_field
    return str(field.get_internal_type())


class Reader:
    """Turns the raw values of a model's columns into plain ones."""

    def __init__(self, connection: BaseDatabaseWrapper, table: str, fields: list[Field]) -> None:
        self.connection = connection
        columns = [field.get_col(table) for field in fields]
        self.steps = [
            (kind_of(field), column, connection.ops.get_db_converters(column))
            for field, column in zip(fields, columns, strict=True)
        ]

    def plain(self, row: tuple[object, ...]) -> list[object]:
        return [self._plain(*step, value) for step, value in zip(self.steps, row, strict=True)]

    def _plain(self, kind: str, column: Expression, converters: list[Any], value: Any) -> object:
        for convert in converters:
            value = convert(value, column, self.connection)
        if value is None:
            return None
        if kind == "JSONField":
            return Json(json.loads(value) if isinstance(value, str) else value)
        if kind == "BinaryField":
            return bytes(value)
        if kind == "DurationField" and isinstance(value, int):
            return timedelta(microseconds=value)
        return value


class Writer:
    """Turns plain values into what the columns of the other engine take."""

    def __init__(self, connection: BaseDatabaseWrapper, fields: list[Field]) -> None:
        self.ops, self.features = connection.ops, connection.features
        self.fields = [(field, kind_of(field)) for field in fields]

    def raw(self, row: list[object]) -> list[object]:
        return [self._raw(*at, value) for at, value in zip(self.fields, row, strict=True)]

    def _raw(self, field: Any, kind: str, value: Any) -> object:
        match kind, value:
            case _, None:
                return None
            case _, Json():
                return self.ops.adapt_json_value(value.value, None)
            case "DateTimeField", _:
                return self.ops.adapt_datetimefield_value(value)
            case "DateField", _:
                return self.ops.adapt_datefield_value(value)
            case "TimeField", _:
                return self.ops.adapt_timefield_value(value)
            case "DecimalField", _:
                places = field.max_digits, field.decimal_places
                return self.ops.adapt_decimalfield_value(value, *places)
            case "UUIDField", _ if not self.features.has_native_uuid_field:
                return value.hex
            case "DurationField", _ if not self.features.has_native_duration_field:
                return value // timedelta(microseconds=1)
        return value


def checksum(row: list[object]) -> int:
    """A number for one row: those of a table, added up, tell whether two tables are the same."""
    text = json.dumps([_canonical(value) for value in row], ensure_ascii=False, sort_keys=True)
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), "big")


def _canonical(value: object) -> object:
    match value:
        case None | bool() | int() | str():
            return value
        case Json():
            return {"json": value.value}
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date() | time():
            return value.isoformat()
        case Decimal():
            return f"{value.normalize():f}"
        case float():
            return repr(value)
        case UUID():
            return value.hex
        case bytes():
            return value.hex()
        case timedelta():
            return value // timedelta(microseconds=1)
    return str(value)
