"""CLUSTER or VACUUM FULL writes the table anew under ACCESS EXCLUSIVE.

Sees: the statement gave new files to tables that were there before the file.

Hurts: nobody reads or writes a table until every row is written and every index built again.

Instead: pg_repack does the same while the table is in use; plain VACUUM makes room for new rows without
it.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, listed


@rule("PG315", "cluster-or-vacuum-full", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for tables that were written anew."""
    if observed.statement.keyword not in ("CLUSTER", "VACUUM"):
        return
    tables = [each for each in observed.effects.rewritten if each.kind == "table" and observed.is_old(each)]
    if tables:
        names = listed([called(each) for each in tables])
        what = "CLUSTER" if observed.statement.keyword == "CLUSTER" else "VACUUM FULL"
        yield Finding(
            observed,
            f"{what} writes all of {names} anew under ACCESS EXCLUSIVE, reads and writes wait",
            table=tables[0],
            lock=observed.effects.lock_on(tables[0]),
        )
