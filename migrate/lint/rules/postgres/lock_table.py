"""LOCK TABLE in a migration.

Sees: a LOCK took a mode that stops readers or writers, on a table that was there before the file.

Hurts: nobody else comes to the table until the transaction ends, whatever else it has to do.

Instead: let each statement take the lock that it needs; if it has to be, set a lock_timeout and make the
file short.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import strong_locks
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import holds


@rule("PG206", "lock-table", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for locks that were asked for."""
    if observed.statement.keyword == "LOCK":
        for lock in strong_locks(observed):
            yield Finding(observed, f"takes {holds(lock)} until the end", table=lock.relation, lock=lock)
