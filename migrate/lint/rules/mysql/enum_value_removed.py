"""A value is taken out of an ENUM or SET: the table is copied, and rows that have the value lose it.

Sees: the list of values is shorter by one that was in it, on a table from before the file, and the server
copied the table.

Hurts: writes wait until every row is copied.  A row with the value makes the statement fail in strict
mode, and without it gets the empty string.

Instead: leave the value where it is, and let the code stop using it.
"""

from __future__ import annotations

from migrate.dialects.mysql.narrowing import lost
from migrate.lint.altering import Altered, Cause, altered
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import called, path
from migrate.schema.model import Column


@rule("MY110", "enum-value-removed", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.VALUE_GONE):
        yield each.finding(f"{called(each.object)} loses values", *_search(each))


def _search(each: Altered) -> tuple[str, ...]:
    """Return a query for the rows that have such a value."""
    if not isinstance(each.old, Column) or not isinstance(each.object, Column):
        return ()
    table = path(each.table, each.observed.dialect)
    return (
        "-- before it, see that this finds nothing:",
        f"SELECT count(*) FROM {table} WHERE {lost(each.old, each.object)};",
    )
