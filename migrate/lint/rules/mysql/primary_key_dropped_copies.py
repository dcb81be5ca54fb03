"""A table loses its primary key and gets no other one: it is copied.

Sees: the primary key of a table from before the file is gone, and the server copied the table.

Hurts: writes wait until every row is copied; and row-based replication then looks for each row by reading
the whole table.

Instead: DROP PRIMARY KEY and ADD PRIMARY KEY in one ALTER TABLE.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, altered
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import called, path


@rule("MY133", "primary-key-dropped-copies", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.NO_PRIMARY):
        keep = f"-- ADD PRIMARY KEY in the same ALTER TABLE {path(each.table, observed.dialect)}"
        yield each.finding(f"{called(each.table)} is left without a primary key", keep)
