"""One transaction locks several tables that were there before, each against writers.

Sees: statements of a file that runs in one transaction took such locks on different tables, one after the
other.

Hurts: the first table stays locked while the next lock is waited for; another transaction that takes them
in another order makes a deadlock.

Instead: a file for each table, so that each lock is let go before the next one.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed, ObservedFile
from migrate.lint.postgres import family, strong_locks
from migrate.lint.rule import POSTGRES, Finding, Findings, file_rule
from migrate.lint.words import called, holds
from migrate.schema.changes import Drop
from migrate.schema.model import Ident


@file_rule("PG202", "several-tables-locked", Severity.WARNING, dialects=POSTGRES)
def check(file: ObservedFile) -> Findings:
    """Look for the second table that a transaction locks."""
    held: dict[Ident, Observed] = {}
    for observed in file.statements:
        if not observed.together:
            return
        locks = list(strong_locks(observed))
        more = [lock for lock in locks if lock.relation not in held]
        if held and more:
            first, since = next(iter(held.items()))
            yield Finding(
                observed,
                f"takes {holds(more[0])}, while {called(first)} is locked since line {since.line}",
                table=more[0].relation,
                lock=more[0],
                instead=("-- move this statement into a file of its own",),
            )
            return
        gone = {change.object.ident for change in observed.changes if isinstance(change, Drop)}
        for table in (
            sorted(family(observed.before, [lock.relation for lock in locks]) - gone) if locks else ()
        ):
            held.setdefault(table, observed)
