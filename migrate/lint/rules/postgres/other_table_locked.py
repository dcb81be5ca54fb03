"""A statement locks a table that it does not change: the one that a foreign key refers to.

Sees: a lock that stops readers or writers, on a table that was there before the file and is not the one
that changes.  DROP TABLE, DROP COLUMN, DROP CONSTRAINT and ALTER TYPE of what refers close the table that
is referred to; making a reference stops writes to it, which is not told of where a lock_timeout holds.

Hurts: the other table is often the busiest one, and nothing in the statement says that it is touched.

Instead: drop the foreign key first, alone, with a lock_timeout; or add it later, NOT VALID.
"""

from __future__ import annotations

from migrate.dialects.observing import Blocks
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import added_constraints, facts, family, strong_locks, validates, with_timeout
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import holds
from migrate.schema.model import Ident


@rule("PG203", "other-table-locked", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for locks on tables that no change is about."""
    locks = list(strong_locks(observed)) if observed.changes else []
    if not locks:
        return
    changed = observed.concerned()
    about = family(observed.before, changed) | family(observed.after, changed)
    validated = {
        Ident("table", each.ref_schema, each.ref_table)
        for each in added_constraints(observed, "foreign")
        if validates(observed, each.name)
    }  # told of by a rule of their own
    short = facts(observed).timeout or bool(observed.cut.directives.lock_timeout)
    for lock in locks:
        closed = lock.blocks is Blocks.EVERYTHING
        if lock.relation in about | validated or (short and not closed):
            continue
        yield Finding(
            observed,
            f"locks a table that it does not change: {holds(lock)}",
            table=lock.relation,
            lock=lock,
            instead=with_timeout(observed),
            severity=None if closed and not short else Severity.INFO,
        )
