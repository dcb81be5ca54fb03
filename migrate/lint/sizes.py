"""How large the live tables are: read from what ``migrate stats`` wrote, said in findings, and weighed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from migrate.errors import UsageError
from migrate.lint.diagnostic import Diagnostic, Severity
from migrate.lint.words import called
from migrate.schema.model import Ident

FORMAT = "migrate-stats 1"
_LOCK_FREE = frozenset(("MF",))
"""Groups of rules whose findings weigh more on a large table although no lock is in them."""


@dataclass(frozen=True, slots=True)
class Size:
    """Rows, as far as the server knows them, and bytes on disk with indexes, where it tells."""

    rows: int | None
    bytes: int | None


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of tables by schema and name; from ``rows`` or ``bytes`` on a table is large."""

    tables: Mapping[tuple[str, str], Size]
    rows: int
    bytes: int

    def weighed(self, found: Diagnostic) -> Diagnostic:
        """Return a finding whose message says how large its table is, one severity up if it is large.

        What only concerns a name, such as a rename, is as bad on a small table.
        """
        size = self._of(found.table)
        if found.table is None or size is None or size.rows is None:
            return found
        message = f"{called(found.table)} has {_said(size)}: {found.message}"
        large = size.rows >= self.rows or (size.bytes or 0) >= self.bytes
        takes_time = found.lock is not None and found.lock.blocks.strong
        if large and (takes_time or found.code.rstrip("0123456789") in _LOCK_FREE):
            return replace(found, message=message, severity=_worse(found.severity))
        return replace(found, message=message)

    def _of(self, table: Ident | None) -> Size | None:
        """Return the size of a table; the schema counts only where several have a table of this name."""
        if table is None:
            return None
        exact = self.tables.get((table.schema, table.name))
        same = [size for (_, name), size in self.tables.items() if name == table.name]
        return exact or (same[0] if len(same) == 1 else None)


def read(path: Path, *, rows: int, bytes: int) -> Sizes:
    """Read what ``migrate stats`` wrote.  Raises UsageError."""
    hint = "write it with `migrate stats --url URL > stats.json`"
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", hint=hint) from None
    except ValueError as error:
        raise UsageError(f"{path} is not JSON: {error}", hint=hint) from None
    try:
        if data["format"] != FORMAT:
            raise UsageError(f"{path} has the form {data['format']!r}, not {FORMAT!r}", hint=hint)
        tables = {(each["schema"], each["name"]): _size(each) for each in data["tables"]}
    except (KeyError, TypeError):
        raise UsageError(f"{path} is not what `migrate stats` writes", hint=hint) from None
    return Sizes(tables, rows, bytes)


def _size(each: Mapping[str, Any]) -> Size:
    rows, size = each["rows"], each["bytes"]
    if not all(number is None or isinstance(number, int) for number in (rows, size)):
        raise TypeError("rows and bytes are numbers")
    return Size(rows, size)


def _worse(severity: Severity) -> Severity:
    order = list(Severity)
    return order[max(0, order.index(severity) - 1)]


def _said(size: Size) -> str:
    """Return ``41 M rows, 12 GB``."""
    assert size.rows is not None
    rows = "1 row" if size.rows == 1 else f"{_short(size.rows)} rows"
    if size.bytes is None:
        return rows
    short = _short(size.bytes)
    return f"{rows}, {short}{'' if short[-1].isalpha() else ' '}B"


def _short(number: int) -> str:
    """Return a number with at most three digits and the letter for its thousands, rounded down: ``41 M``."""
    for letter, unit in (("T", 10**12), ("G", 10**9), ("M", 10**6), ("k", 10**3)):
        if number >= unit:
            tenths = number * 10 // unit
            return f"{tenths / 10:.1f} {letter}" if tenths < 100 else f"{tenths // 10} {letter}"
    return str(number)
