"""A table begins to keep its history, or ends it: it is copied.

Sees: system versioning of a table from before the file is on or off, and the server made the table anew.

Hurts: writes wait until every row is copied; when it ends, the history of all rows is gone.

Instead: do it when nobody writes.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, altered
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import called


@rule("MY146", "versioning-copies", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.VERSIONED):
        yield each.finding(f"system versioning of {called(each.table)} changes")
