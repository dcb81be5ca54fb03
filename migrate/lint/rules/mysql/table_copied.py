"""An ALTER TABLE copies a table, for a reason that has no rule of its own.

Sees: the server took the statement only with ALGORITHM=COPY, on a table from before the file.

Hurts: writes to the table wait until every row is copied, and a replica does the same again behind.

Instead: let an online tool copy the table; `ALGORITHM=INPLACE, LOCK=NONE` in what you write makes the
server refuse to copy.
"""

from __future__ import annotations

from migrate.lint.altering import altered, costly, facts, lock_of, online, price
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Finding, Findings, rule


@rule("MY149", "table-copied", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for copies that no other rule explains."""
    table = costly(observed)
    if table is not None and facts(observed).algorithm == "COPY" and not any(altered(observed)):
        what = price(observed, table)
        yield Finding(observed, what, table, lock_of(observed), (online(observed, table),))
