"""An ALTER TABLE builds a table anew beside its writers, for a reason that has no rule of its own.

Sees: the server took the statement with ALGORITHM=INPLACE and without a lock, and the table, from before
the file, is another one then: FORCE, ROW_FORMAT, OPTIMIZE TABLE.

Hurts: twice the disk, a busy server, and replicas that stand still for as long.

Instead: do it when little happens, and one table at a time.
"""

from __future__ import annotations

from migrate.lint.altering import altered, costly, facts, lock_of, price
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Finding, Findings, rule


@rule("MY150", "table-rebuilt", Severity.INFO, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for tables that were built anew and that no other rule explains."""
    table = costly(observed)
    if table is None or facts(observed).algorithm != "INPLACE" or lock_of(observed) or any(altered(observed)):
        return
    yield Finding(observed, price(observed, table), table)
