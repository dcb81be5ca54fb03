"""The values of an ENUM or SET change their places: every row is copied.

Sees: the list has the same values in another order, on a table from before the file, and the server copied
the table.

Hurts: rows hold the number of a value, so all of them are written anew, and writes wait
meanwhile.  Sorting by the column gives another order.

Instead: leave the order as it is and sort by `FIELD(column, …)`.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, altered, appended
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import called


@rule("MY111", "enum-reordered", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.VALUES_MOVED):
        yield each.finding(f"the values of {called(each.object)} change their places", *appended(each))
