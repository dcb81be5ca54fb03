"""A table gets another primary key: it is built anew.

Sees: a primary key came or changed on a table from before the file, and the server made the table anew.

Hurts: rows lie in the order of the primary key, and every other index holds it: all of it is written
again.

Instead: choose it when the table is made; for a big table let an online tool copy it.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, altered
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import called


@rule("MY132", "primary-key-rebuilds", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.PRIMARY):
        yield each.finding(f"{called(each.table)} gets another primary key", each.online())
