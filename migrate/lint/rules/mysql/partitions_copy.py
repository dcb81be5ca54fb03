"""A table is cut into partitions, or into other ones: rows are copied.

Sees: the partitions of a table from before the file are others, and the server copied the table.

Hurts: writes wait until every row is copied.

Instead: make the table with its partitions; for a big one let an online tool copy it.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, altered
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import called


@rule("MY139", "partitions-copy", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.PARTITIONS):
        yield each.finding(f"{called(each.table)} gets other partitions", each.online())
