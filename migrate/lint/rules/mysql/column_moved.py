"""A column goes to another place in its table: the table is built anew.

Sees: FIRST or AFTER put a column from before the file behind another one, and the server made the table anew
for it.  MariaDB mostly does so without any work, and then nothing is told.

Hurts: the whole table is written, on twice the disk and again on each replica, and no row says anything else
than before.

Instead: leave it where it is: the order of columns is for `SELECT *`, and a view gives it any.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, altered
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import called


@rule("MY142", "column-moved", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.ORDER):
        yield each.finding(f"{called(each.object)} goes to another place among the columns")
