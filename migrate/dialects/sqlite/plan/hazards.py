"""What can go wrong with a change of an SQLite schema, with the queries that count the rows concerned."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.dialects.sqlite.parse import ParsedTable
from migrate.dialects.sqlite.tokens import folded, quoted
from migrate.dialects.sqlite.types import affinity, rowid_column
from migrate.schema.changes import Add, Change, Drop, Modify
from migrate.schema.model import Column, Constraint, Index, Other, Table
from migrate.schema.plan import Hazard, HazardKind

_NUMBERS = "typeof({0}) = 'text' AND CAST({0} AS NUMERIC) = {0} AND CAST(CAST({0} AS NUMERIC) AS TEXT) <> {0}"
_CONVERTED = {
    "integer": _NUMBERS,
    "numeric": _NUMBERS,
    "real": f"({_NUMBERS} OR typeof({{0}}) = 'integer' AND CAST(CAST({{0}} AS REAL) AS INTEGER) <> {{0}})",
    "text": "typeof({0}) = 'real' AND CAST(CAST({0} AS TEXT) AS REAL) <> {0}",
}
"""Which values are not what they were once a column of this affinity has stored them."""


def hazards(change: Change, *, table: str = "") -> tuple[Hazard, ...]:
    """Return the dangers of one change.

    ``table`` is what the column's table is called before the plan runs, which is when rows are counted.
    """
    match change:
        case Drop(Table() | Other() as gone) | Modify(Other() as gone, _):
            return (_lost_table(gone),)
        case Drop(Column(generated=None) as column):
            return (_lost_column(column, table or column.table, "is dropped with its values"),)
        case Add(Column(nullable=False, generated=None) as column) if column.default in (None, "null"):
            return (_needs_value(column, table or column.table),)
        case Modify(Column() as old, Column() as column):
            return tuple(_changed(old, column, table or column.table))
        case Add(Constraint() as constraint) | Modify(_, Constraint() as constraint):
            message = f"rows that break {constraint.definition} are refused"
            return (_may_fail(table or constraint.table, message),)
        case Add(Index(unique=True) as index) | Modify(_, Index(unique=True) as index):
            message = f"the unique index {index.name} is refused if two rows are equal in it"
            return (_may_fail(index.name, message),)
    return ()


def lost_rows(table: str) -> Hazard:
    """Return the danger of a rebuild into a table that shares nothing with the old one."""
    message = f"table {table} is made anew with other columns: its rows are lost"
    return Hazard(HazardKind.LOSES_DATA, table, message, f"SELECT count(*) FROM {quoted(table)}")


def rewrites(table: str) -> Hazard:
    """Return the danger of a rebuild, which takes time and room by the rows."""
    return Hazard(HazardKind.REWRITES_TABLE, table, f"table {table} is made anew and its rows are copied")


def rowid_refuses(table: str, before: ParsedTable, after: ParsedTable) -> tuple[Hazard, ...]:
    """Return the danger of a column that becomes the rowid: it takes nothing but integers."""
    name = rowid_column(after)
    known = {folded(each.name) for each in before.columns}
    if name is None or name == rowid_column(before) or folded(name) not in known:
        return ()
    count = f"SELECT count(*) FROM {quoted(table)} WHERE typeof({quoted(name)}) <> 'integer'"
    return (_may_fail(f"{table}.{name}", f"column {name} becomes the rowid: only integers are taken", count),)


def strict_refuses(table: str, before: ParsedTable, after: ParsedTable) -> tuple[Hazard, ...]:
    """Return the danger of columns that take values of their own type alone, and took others before."""
    if "strict" not in after.options:
        return ()
    known = {(folded(each.name), each.type) for each in before.columns if "strict" in before.options}
    new = [each.name for each in after.columns if (folded(each.name), each.type) not in known]
    if not new:
        return ()
    message = f"{', '.join(new)} of the STRICT table {table}: a value or a default of another type is refused"
    return (_may_fail(table, message),)


def _changed(old: Column, new: Column, table: str) -> Iterator[Hazard]:
    subject, count = f"{table}.{old.name}", f"SELECT count(*) FROM {quoted(table)} WHERE "
    name = quoted(old.name)
    if new.generated is not None and old.generated is None:
        yield _lost_column(old, table, "is computed from now on: its values are lost")
        return
    if old.nullable and not new.nullable:
        yield _may_fail(subject, f"rows without a {subject} are refused", f"{count}{name} IS NULL")
    condition = _CONVERTED.get(affinity(new.type))
    if condition is not None and affinity(old.type) != affinity(new.type):
        message = f"values of {subject} are stored as {affinity(new.type)} and lose what that cannot hold"
        yield Hazard(HazardKind.LOSES_DATA, subject, message, count + condition.format(name))


def _lost_table(gone: Table | Other) -> Hazard:
    return Hazard(
        HazardKind.LOSES_DATA,
        gone.name,
        f"table {gone.name} is dropped with its rows",
        f"SELECT count(*) FROM {quoted(gone.name)}",
    )


def _lost_column(column: Column, table: str, what: str) -> Hazard:
    return Hazard(
        HazardKind.LOSES_DATA,
        f"{table}.{column.name}",
        f"column {table}.{column.name} {what}",
        f"SELECT count(*) FROM {quoted(table)} WHERE {quoted(column.name)} IS NOT NULL",
    )


def _needs_value(column: Column, table: str) -> Hazard:
    message = f"column {column.name} is NOT NULL and has no default: refused unless the table is empty"
    return _may_fail(f"{table}.{column.name}", message, f"SELECT count(*) FROM {quoted(table)}")


def _may_fail(subject: str, message: str, count: str | None = None) -> Hazard:
    return Hazard(HazardKind.MAY_FAIL_ON_DATA, subject, message, count)
