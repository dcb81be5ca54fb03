"""Another access method or tablespace: the table is written anew, or copied, under ACCESS EXCLUSIVE.

Sees: the access method or the tablespace of a table changed, and the table has new files.

Hurts: nobody reads or writes the table until all of it is copied.

Instead: a new table in the other place, filled in batches and kept in step, that takes the old one's
place; or a window in which nobody needs the table.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, listed
from migrate.schema.model import Table


@rule("PG311", "storage-moved", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for tables that went elsewhere."""
    for old, new in observed.modified(Table):
        changed = [
            name.replace("_", " ")
            for name in ("access_method", "tablespace")
            if old.option(name) != new.option(name)
        ]
        if changed and new.ident in observed.effects.rewritten:
            yield Finding(
                observed,
                f"{called(new)} gets another {listed(changed)}: all of it is copied under ACCESS EXCLUSIVE,"
                " reads and writes wait",
                table=new.ident,
                lock=observed.effects.lock_on(new.ident),
            )
