"""Sequences of MariaDB."""

from __future__ import annotations

from migrate.dialects.mysql.text import quote
from migrate.schema.model import Sequence


def create(sequence: Sequence) -> str:
    """Return the statement that makes a sequence."""
    engine = sequence.option("engine")
    kind = f" AS {sequence.type}" if sequence.type != "bigint" else ""
    words = f"CREATE SEQUENCE {quote(sequence.name)}{kind} START WITH {sequence.start} {_bounds(sequence)}"
    return f"{words} ENGINE={engine}" if engine else words


def alter(old: Sequence, new: Sequence) -> str:
    """Return the statement that changes a sequence and keeps its position."""
    kind = f" AS {new.type}" if new.type != old.type else ""
    return f"ALTER SEQUENCE {quote(new.name)}{kind} START WITH {new.start} {_bounds(new)}"


def drop(sequence: Sequence) -> str:
    """Return the statement that removes a sequence."""
    return f"DROP SEQUENCE {quote(sequence.name)}"


def _bounds(sequence: Sequence) -> str:
    cache = f"CACHE {sequence.cache}" if sequence.cache else "NOCACHE"
    return (
        f"MINVALUE {sequence.minimum} MAXVALUE {sequence.maximum} INCREMENT BY {sequence.increment} "
        f"{cache} {'CYCLE' if sequence.cycle else 'NOCYCLE'}"
    )
