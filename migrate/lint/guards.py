"""Constraints that a file takes away and does not replace."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.lint.facts import Observed, ObservedFile
from migrate.schema.changes import Drop
from migrate.schema.model import Column, Constraint, Ident, Index, Schema, Table

_WORD = re.compile(r"[^\W\d]\w*")
_NOT_NULL = re.compile(
    r"CHECK \(+(?P<name>\"[^\"]+\"|`[^`]+`|\w+) IS NOT NULL\)+(?: NOT VALID)?\Z", re.IGNORECASE
)


def lost_guards(file: ObservedFile, variant: str) -> Iterator[tuple[Observed, Constraint | Index]]:
    """Yield the constraints of a variant, and for ``unique`` the indexes, that are gone behind the file.

    What goes with its column is left out, and what has a successor: one of the same kind on the same columns
    or, if it is no unique key, under the same name; of a CHECK that says so, a column that is NOT NULL by
    itself.
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
            if observed.dialect == "sqlite" and isinstance(each, Constraint) and observed.only_renamed(each):
                continue
            names = _columns(each)
            kept = not any(column.table == each.table and column.name in names for column in gone)
            if _variant(each) == variant and kept and not _has_successor(each, last, observed.start):
                yield observed, each


def _variant(each: Constraint | Index) -> str:
    if isinstance(each, Index):
        return "unique" if each.unique else ""
    return each.variant


def _is_not_null(gone: Constraint | Index, schema: Schema) -> bool:
    """Return whether it said of one column what the column says now: the proof for SET NOT NULL is spent."""
    found = _NOT_NULL.match(gone.definition) if _variant(gone) == "check" else None
    if found is None:
        return False
    name = Ident("column", gone.schema, found["name"].strip('"`'), gone.table)
    column = schema.by_ident().get(name)
    return isinstance(column, Column) and not column.nullable


def _columns(each: Constraint | Index) -> tuple[str, ...]:
    if isinstance(each, Constraint):
        return each.columns
    return tuple(part.strip('"`') for part in each.parts)


def _has_successor(gone: Constraint | Index, schema: Schema, start: Schema) -> bool:
    """Return whether something else guards the same; a primary key is as good as a unique one.

    Two checks of one column rarely say the same: one that was there from the start replaces no other.
    """
    table = gone.ident.parent
    home = schema.table(table)
    if table is None or home is None:
        return True  # it went with its table
    if _is_not_null(gone, schema):
        return True
    kinds = {_variant(gone)} | ({"primary"} if _variant(gone) == "unique" else set())
    others = {each.ident for each in start.on(table)} - {gone.ident} if _variant(gone) == "check" else set()
    return any(
        isinstance(each, (Constraint, Index))
        and _variant(each) in kinds
        and each.ident not in others
        and _guards(each, gone, home)
        for each in schema.on(table)
    )


def _guards(each: Constraint | Index, gone: Constraint | Index, table: Table) -> bool:
    """Return whether what is there lets in nothing that the other kept out.

    So does a unique key on fewer columns, or on what is computed of them; one with a condition does not.
    A foreign key of more columns to the same table does.
    """
    old, new = set(_columns(gone)), set(_columns(each))
    if isinstance(each, Constraint) and isinstance(gone, Constraint) and gone.variant == "foreign":
        same = (each.ref_schema, each.ref_table) == (gone.ref_schema, gone.ref_table)
        return each.name == gone.name or old == new or (same and old <= new)
    if _variant(gone) != "unique":
        return each.name == gone.name or old == new
    if isinstance(each, Index) and each.where is not None:
        return isinstance(gone, Index) and gone.where == each.where and new <= old
    words = {word for part in new for word in _WORD.findall(part)}
    return new <= old or {column.name for column in table.columns if column.name in words} <= old
