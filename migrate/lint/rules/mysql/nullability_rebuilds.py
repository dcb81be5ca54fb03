"""A column begins or ceases to allow NULL: the table is built anew.

Sees: only that differs in a column from before the file, and the server made the table anew.

Hurts: it takes as long as a copy, and as much disk; replicas do it again behind.

Instead: a CHECK does not help here; have the column right from the beginning, or let an online tool do it.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, altered, online
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import called
from migrate.schema.model import Column, SchemaObject


@rule("MY147", "nullability-rebuilds", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.NULLABLE):
        yield each.finding(f"{called(each.object)} {_now(each.object)}", online(each.table))


def _now(column: SchemaObject) -> str:
    return "allows NULL" if isinstance(column, Column) and column.nullable else "is NOT NULL"
