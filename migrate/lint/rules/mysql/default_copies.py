"""A column comes with an expression for its default that differs by row: the table is copied.

Sees: a new column whose default is an expression, on a table from before the file, and a copy of the
table.

Hurts: writes wait until every row has its value.

Instead: add the column without the default, then set it for rows to come, and fill the others in batches.
"""

from __future__ import annotations

from migrate.lint.altering import Altered, Cause, altered
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import called, path, quoted
from migrate.schema.model import Column


@rule("MY153", "default-copies", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.DEFAULT):
        yield each.finding(f"{called(each.object)} gets a value of its own in every row", *_bare(each))


def _bare(each: Altered) -> tuple[str, ...]:
    """Return the column first, and its default behind."""
    column, dialect = each.object, each.observed.dialect
    assert isinstance(column, Column)
    table, name = path(each.table, dialect), quoted(column.name, dialect)
    return (
        f"ALTER TABLE {table} ADD COLUMN {name} {column.type}, ALGORITHM=INSTANT;",
        f"ALTER TABLE {table} ALTER COLUMN {name} SET DEFAULT ({column.default}), ALGORITHM=INSTANT;",
        "-- and fill the rows that are there in batches",
    )
