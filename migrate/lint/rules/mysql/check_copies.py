"""A CHECK comes to a table: the table is copied.

Sees: a check on a table from before the file, and a copy of the table.

Hurts: writes wait until every row is copied and checked.

Instead: let the code check first; add it when nobody writes, or let an online tool copy the table.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, altered
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule


@rule("MY144", "check-copies", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.CHECK):
        yield each.finding(f"{each.object.name} is checked on every row", each.online())
