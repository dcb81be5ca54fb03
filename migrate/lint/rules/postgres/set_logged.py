"""SET LOGGED or SET UNLOGGED writes the table anew under ACCESS EXCLUSIVE.

Sees: whether the table is logged changed, and the table has new files.

Hurts: nobody reads or writes the table until every row is written and every index built again; SET LOGGED
writes all of it to the log as well.  An unlogged table is empty after a crash, and on replicas.

Instead: a window in which nobody needs the table.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called
from migrate.schema.model import Table


@rule("PG307", "set-logged", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for tables that changed this way."""
    for old, new in observed.modified(Table):
        if old.option("unlogged") != new.option("unlogged") and new.ident in observed.effects.rewritten:
            what = "UNLOGGED" if new.option("unlogged") else "LOGGED"
            yield Finding(
                observed,
                f"{called(new)} becomes {what}: all of its rows are written anew under ACCESS EXCLUSIVE,"
                " reads and writes wait",
                table=new.ident,
                lock=observed.effects.lock_on(new.ident),
            )
