"""A statement keeps writers out of a table although nothing is copied, or asks for that itself.

Sees: the server took the statement only with LOCK=SHARED or LOCK=EXCLUSIVE, on a table from before the
file, and did not copy the table.

Hurts: INSERT, UPDATE and DELETE wait, with LOCK=EXCLUSIVE every SELECT too.

Instead: LOCK=NONE where the server takes it; otherwise do it when nobody writes.
"""

from __future__ import annotations

from migrate.lint.altering import altered, facts, lock_of, price
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Finding, Findings, rule


@rule("MY151", "writes-wait", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for locks that no other rule explains."""
    lock = lock_of(observed)
    if lock is not None and facts(observed).algorithm != "COPY" and not any(altered(observed)):
        what = price(observed, lock.relation)
        yield Finding(observed, what, lock.relation, lock)
