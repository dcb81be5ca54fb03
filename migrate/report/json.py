"""Every report as JSON: its fields under their own names, in snake_case."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from migrate.errors import MigrateError
from migrate.report import problem


def dumps(report: object) -> str:
    """Return a report as JSON text that ends in a line feed.

    Dataclasses are objects, tuples are arrays, enums their values, times ISO 8601 in UTC, paths text, and
    told errors objects of ``code``, ``message`` and what else they have of ``where``, ``hint``, ``excerpt``.
    """
    return json.dumps(plain(report), indent=2, ensure_ascii=False) + "\n"


def line(fields: Mapping[str, object], each: Callable[[str], str]) -> str:
    """Return fields as one line of JSON, every text in them as ``each`` makes it."""

    def made(value: Any) -> Any:
        match value:
            case str():
                return each(value)
            case dict():
                return {key: made(item) for key, item in value.items()}
            case list():
                return [made(item) for item in value]
        return value

    return json.dumps(made(plain(fields)), ensure_ascii=False) + "\n"


def quoted(text: str) -> str:
    """Return a text as it stands between the quotes of JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def plain(value: Any) -> Any:
    """Return a value made of what JSON knows."""
    if isinstance(value, MigrateError):
        return problem.parts(value)
    if is_dataclass(value) and not isinstance(value, type):
        found = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: plain(each) for name, each in found.items() if not callable(each)}
    match value:
        case Enum():
            return plain(value.value)
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case Path():
            return str(value)
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case tuple() if hasattr(value, "_asdict"):  # a NamedTuple
            return plain(value._asdict())
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
    return value
