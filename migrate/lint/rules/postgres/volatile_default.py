"""A new column whose default is computed for each row: the table is written anew under ACCESS EXCLUSIVE.

Sees: a column with a default came to a table that was there before the file, and the table has new
files.  Constants, and functions such as now() that are computed once, are stored without that, and not
told of.

Hurts: nobody reads or writes the table until every row is written and every index built again.

Instead: add the column without the default, then set the default for new rows, and fill the old ones in
batches.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Fix, Part, Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import home, not_null_steps
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, path, quoted
from migrate.schema.changes import Add
from migrate.schema.model import Column, Constraint, SchemaObject


@rule("PG302", "volatile-default", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for columns that brought a value for each row."""
    for column in observed.added(Column):
        table = home(column)
        if not observed.is_old(table) or table not in observed.effects.rewritten:
            continue
        if column.default is None or "(" not in column.default or "nextval(" in column.default:
            continue  # what calls nothing is a constant: another clause wrote the table anew
        name = quoted(column.name)
        first = (
            f"ALTER TABLE {path(table)} ADD COLUMN {name} {column.type}",
            f"ALTER TABLE {path(table)} ALTER COLUMN {name} SET DEFAULT {column.default}",
        )
        fill = (f"UPDATE {path(table)} SET {name} = DEFAULT WHERE {name} IS NULL",)
        last = () if column.nullable else not_null_steps(observed, column)
        yield Finding(
            observed,
            f"{called(column)} gets {column.default} for each row: all rows of {called(table)} are"
            " written anew under ACCESS EXCLUSIVE, reads and writes wait",
            table=table,
            lock=observed.effects.lock_on(table),
            instead=(*(f"{sql};" for sql in first), "-- fill the old rows in batches, in a file of its own"),
            fix=Fix(tuple(map(Part, (first, fill, *last)))) if _is_all(observed, column) else None,
        )


def _is_all(observed: Observed, column: Column) -> bool:
    """Return whether the statement adds the column, its NOT NULL perhaps, and nothing else."""
    return all(
        isinstance(each, Add) and (each.ident == column.ident or _is_not_null(each.object, column))
        for each in observed.changes
    )


def _is_not_null(each: SchemaObject, column: Column) -> bool:
    return isinstance(each, Constraint) and each.variant == "not null" and each.columns == (column.name,)
