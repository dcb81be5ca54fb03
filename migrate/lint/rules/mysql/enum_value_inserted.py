"""A value comes into the middle of an ENUM or SET: every row is copied.

Sees: a new value stands before one that was there, on a table from before the file, and the server copied
the table.

Hurts: rows hold the number of a value, so all of them are written anew, and writes wait meanwhile.

Instead: put new values at the end; that is done in an instant.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, altered, appended
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import called


@rule("MY112", "enum-value-inserted", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.VALUE_BETWEEN):
        yield each.finding(f"a new value stands before old ones in {called(each.object)}", *appended(each))
