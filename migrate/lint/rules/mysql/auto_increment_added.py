"""A column that counts by itself comes to a table: rows are numbered while writes wait.

Sees: AUTO_INCREMENT on a new or old column of a table from before the file, and the table made anew under
a lock.

Hurts: writes wait until every row has its number; and it may be another one on a replica.

Instead: choose it when the table is made; for a big table let an online tool copy it.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, altered
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import called


@rule("MY141", "auto-increment-added", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.NUMBERED):
        yield each.finding(f"{called(each.object)} gets AUTO_INCREMENT", each.online())
