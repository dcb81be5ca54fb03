"""DETACH PARTITION without CONCURRENTLY closes the whole partitioned table.

Sees: a partition that was there before the file is none any more, and the statement held ACCESS EXCLUSIVE
on the partitioned table.

Hurts: it waits for every query on any partition, and every new one waits behind it.

Instead: DETACH PARTITION … CONCURRENTLY, in a file with `-- migrate:txmode none`.  A table with a default
partition does not take it.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Fix, Part, Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import NO_TRANSACTION, facts, is_partitioned, strong_locks
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, holds
from migrate.schema.model import Table


@rule("PG319", "detach-not-concurrent", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for partitions that went their own way under a lock."""
    for old, new in observed.modified(Table):
        if not old.option("bound") or new.option("bound") or facts(observed).alone:
            continue
        closed = [lock for lock in strong_locks(observed, held=True) if lock.relation != new.ident]
        parents = [lock for lock in closed if is_partitioned(observed, lock.relation)]
        if parents:
            default = any(each.option("bound") == "DEFAULT" for each in observed.before.tables())
            text = f"{observed.text} CONCURRENTLY"
            yield Finding(
                observed,
                f"{called(new)} is detached under {holds(parents[0])}",
                table=parents[0].relation,
                lock=parents[0],
                instead=() if default else (NO_TRANSACTION, f"{text};"),
                fix=None if default else Fix((Part((text,), alone=True),)),
            )
