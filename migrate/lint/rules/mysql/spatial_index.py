"""A spatial index comes to a table: writes wait until it is built.

Sees: such an index on a table from before the file, and that the server takes no LOCK=NONE for it.

Hurts: INSERT, UPDATE and DELETE wait while all rows are read.

Instead: add it when nobody writes, or let an online tool copy the table.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, altered
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule


@rule("MY135", "spatial-index", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.SPATIAL):
        yield each.finding(f"{each.object.name} is a spatial index", each.online())
