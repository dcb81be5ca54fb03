"""The steps that make, change and drop sequences (MariaDB)."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.dialects.mysql.plan import hazards
from migrate.dialects.mysql.plan.scope import Scope, step
from migrate.dialects.mysql.text import quote
from migrate.schema.changes import Add, Drop, Modify, Rename
from migrate.schema.model import Sequence
from migrate.schema.plan import Step


def make(scope: Scope) -> Iterator[Step]:
    """Yield the steps for what comes and changes: before the tables that use it."""
    for was, now in scope.renames(Sequence):
        there, back = f"{quote(was.name)} TO {quote(now.name)}", f"{quote(now.name)} TO {quote(was.name)}"
        yield step(f"RENAME TABLE {there}", [f"RENAME TABLE {back}"], cause=Rename(was, now))
    for each in scope.born(Sequence):
        yield step(_create(each), [_drop(each)], cause=Add(each))
    for was, now in scope.modified(Sequence):
        yield step(_alter(was, now), [_alter(now, was)], cause=Modify(was, now))


def drop(scope: Scope) -> Iterator[Step]:
    """Yield the steps for what goes: after the tables that used it."""
    for each in scope.gone(Sequence):
        yield step(_drop(each), [_create(each)], cause=Drop(each), hazards=[hazards.of_sequence(each)])


def _create(sequence: Sequence) -> str:
    engine = sequence.option("engine")
    kind = f" AS {sequence.type}" if sequence.type != "bigint" else ""
    words = f"CREATE SEQUENCE {quote(sequence.name)}{kind} START WITH {sequence.start} {_bounds(sequence)}"
    return f"{words} ENGINE={engine}" if engine else words


def _alter(old: Sequence, new: Sequence) -> str:
    """Return the statement that changes a sequence and keeps its position."""
    kind = f" AS {new.type}" if new.type != old.type else ""
    return f"ALTER SEQUENCE {quote(new.name)}{kind} START WITH {new.start} {_bounds(new)}"


def _drop(sequence: Sequence) -> str:
    return f"DROP SEQUENCE {quote(sequence.name)}"


def _bounds(sequence: Sequence) -> str:
    cache = f"CACHE {sequence.cache}" if sequence.cache else "NOCACHE"
    return (
        f"MINVALUE {sequence.minimum} MAXVALUE {sequence.maximum} INCREMENT BY {sequence.increment} "
        f"{cache} {'CYCLE' if sequence.cycle else 'NOCYCLE'}"
    )
