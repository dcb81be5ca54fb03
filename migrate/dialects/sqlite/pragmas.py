"""Pragmas of a file that runs in one transaction: where they work, and where they would be missed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate.sql.statement import Statement

_OUTSIDE = re.compile(
    r"pragma\s+(?:\w+\s*\.\s*)?"
    r"(?:foreign_keys|journal_mode|synchronous|auto_vacuum|page_size|locking_mode|temp_store|wal_checkpoint)\b",
    re.IGNORECASE,
)
_FOREIGN_KEYS = re.compile(r"pragma\s+(?:\w+\s*\.\s*)?foreign_keys\s*(?:=|\()\s*'?(\w+)", re.IGNORECASE)
_TRUE = ("1", "on", "yes", "true")
_MINDS_FOREIGN_KEYS = ("INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "DROP")
_MAY_BREAK_REFERENCES = re.compile(
    r"drop\s+table|alter\b.*\brename\b|pragma\b.*\b(?:foreign_keys|writable_schema)\b",
    re.IGNORECASE | re.DOTALL,
)


def outside(statements: Sequence[Statement]) -> tuple[int, int]:
    """Return how many pragmas at the head and at the tail do nothing, or fail, inside a transaction."""
    flags = [_OUTSIDE.match(statement.text) is not None for statement in statements]
    if False not in flags:
        return len(flags), 0
    return flags.index(False), flags[::-1].index(False)


def misplaced(statements: Sequence[Statement], *, enforced: bool) -> int | None:
    """Return the index of a ``PRAGMA foreign_keys`` in the middle that would be missed.

    SQLite passes over it in silence.  That is no loss if what it asks for holds already, or if nothing
    follows that minds foreign keys.  ``enforced``: whether they are when the file begins.
    """
    head, tail = outside(statements)
    for statement in statements[:head]:
        if found := _FOREIGN_KEYS.match(statement.text):
            enforced = _is_true(found[1])
    missed: int | None = None
    for index in range(head, len(statements) - tail):
        if found := _FOREIGN_KEYS.match(statements[index].text):
            missed = index if _is_true(found[1]) is not enforced else None
        elif missed is not None and statements[index].keyword in _MINDS_FOREIGN_KEYS:
            return missed
    return None


def may_break_references(statements: Sequence[Statement]) -> bool:
    """Return whether some statement could leave rows whose foreign keys lead nowhere."""
    return any(_MAY_BREAK_REFERENCES.match(statement.text) for statement in statements)


def _is_true(word: str) -> bool:
    return word.lower() in _TRUE
