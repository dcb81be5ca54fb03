"""What can go wrong with a change of an SQLite schema, with the queries that count the rows concerned."""

from __future__ import annotations

from migrate.dialects.sqlite.tokens import quoted
from migrate.schema.changes import Add, Change, Drop, Modify
from migrate.schema.model import Column, Constraint, Index, Other, Table
from migrate.schema.plan import Hazard, HazardKind


def hazards(change: Change, *, table: str = "") -> tuple[Hazard, ...]:
    """Return the dangers of one change.

    ``table`` is the name under which a column's table is known before the plan runs, if it is renamed.
    """
    match change:
        case Drop(Table() | Other() as gone):
            return (_lost_table(gone),)
        case Drop(Column() as column) if column.generated is None or column.stored:
            return (_lost_column(column, table or column.table),)
        case Add(Column() as column) if not column.nullable and column.generated is None:
            return () if column.default not in (None, "null") else (_needs_value(column),)
        case Modify(Column(nullable=True) as old, Column(nullable=False) as column):
            count = f"SELECT count(*) FROM {quoted(table or old.table)} WHERE {quoted(old.name)} IS NULL"
            return (_may_fail(f"{column.table}.{column.name}", "rows that hold NULL are refused", count),)
        case Add(Constraint() as constraint) | Modify(_, Constraint() as constraint):
            return (_refuses(constraint),)
        case Add(Index(unique=True) as index) | Modify(_, Index(unique=True) as index):
            message = f"the unique index {index.name} is refused if two rows are equal in it"
            return (_may_fail(index.name, message),)
    return ()


def _lost_table(gone: Table | Other) -> Hazard:
    return Hazard(
        HazardKind.LOSES_DATA,
        gone.name,
        f"table {gone.name} is dropped with its rows",
        f"SELECT count(*) FROM {quoted(gone.name)}",
    )


def _lost_column(column: Column, table: str) -> Hazard:
    return Hazard(
        HazardKind.LOSES_DATA,
        f"{table}.{column.name}",
        f"column {table}.{column.name} is dropped with its values",
        f"SELECT count(*) FROM {quoted(table)} WHERE {quoted(column.name)} IS NOT NULL",
    )


def _needs_value(column: Column) -> Hazard:
    message = f"column {column.name} is NOT NULL and has no default: refused unless the table is empty"
    return _may_fail(f"{column.table}.{column.name}", message, f"SELECT count(*) FROM {quoted(column.table)}")


def _refuses(constraint: Constraint) -> Hazard:
    return _may_fail(constraint.table, f"rows that break {constraint.definition} are refused")


def _may_fail(subject: str, message: str, count: str | None = None) -> Hazard:
    return Hazard(HazardKind.MAY_FAIL_ON_DATA, subject, message, count)
