"""Constraints that a file takes away and does not replace."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.lint.facts import Observed, ObservedFile
from migrate.schema.changes import Drop
from migrate.schema.model import Constraint, Index, Schema


def lost_guards(file: ObservedFile, variant: str) -> Iterator[tuple[Observed, Constraint | Index]]:
    """Yield the constraints of a variant, and for ``unique`` the indexes, that are gone behind the file.

    What goes with its column is left out, and what has a successor: one of the same kind on the same columns,
    or under the same name.
    """
    if not file.statements:
        return
    last = file.statements[-1].after
    for observed in file.statements:
        gone = [
            each.ident for each in observed.changes if isinstance(each, Drop) and each.ident.kind == "column"
        ]
        guards: list[Constraint | Index] = [*observed.dropped(Constraint), *observed.dropped(Index)]
        for each in guards:
            names = _columns(each)
            kept = not any(column.table == each.table and column.name in names for column in gone)
            if _variant(each) == variant and kept and not _has_successor(each, last):
                yield observed, each


def _variant(each: Constraint | Index) -> str:
    if isinstance(each, Index):
        return "unique" if each.unique else ""
    return each.variant


def _columns(each: Constraint | Index) -> tuple[str, ...]:
    if isinstance(each, Constraint):
        return each.columns
    return tuple(part.strip('"`') for part in each.parts)


def _has_successor(gone: Constraint | Index, schema: Schema) -> bool:
    """Return whether something else guards the same; a primary key is as good as a unique one."""
    table = gone.ident.parent
    if table is None or not any(each.ident == table for each in schema.tables()):
        return True  # it went with its table
    kinds = {_variant(gone)} | ({"primary"} if _variant(gone) == "unique" else set())
    return any(
        isinstance(each, (Constraint, Index))
        and _variant(each) in kinds
        and (each.name == gone.name or set(_columns(each)) == set(_columns(gone)))
        for each in schema.on(table)
    )
