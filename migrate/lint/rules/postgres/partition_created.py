"""CREATE TABLE … PARTITION OF closes the partitioned table, and reads its default partition.

Sees: a partition was made of a table that was there before the file, under ACCESS EXCLUSIVE on that table.

Hurts: it waits for every query on any partition, and every new one waits behind it; where there is a
default partition, that is closed as well and read from end to end.

Instead: make a table of its own, and ATTACH it: that takes a lock which lets reads and writes pass.
"""

from __future__ import annotations

from migrate.dialects.observing import Blocks
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import family, is_partitioned, strong_locks
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, holds, listed, path
from migrate.schema.model import Table


@rule("PG321", "partition-created", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for partitions that closed their table."""
    for table in observed.added(Table):
        locks = [
            lock
            for lock in strong_locks(observed, held=True)
            if lock.relation in family(observed.after, [table.ident])
        ]
        parents = [lock for lock in locks if is_partitioned(observed, lock.relation)]
        if not table.option("bound") or not parents or parents[0].blocks is not Blocks.EVERYTHING:
            continue
        parent = parents[0].relation
        read = [called(each) for each in observed.effects.scanned if observed.is_old(each)]
        yield Finding(
            observed,
            f"{called(table)} is made under {holds(parents[0])}"
            + (f", while all of {listed(read)} is read" if read else ""),
            table=parent,
            lock=parents[0],
            instead=(
                f"CREATE TABLE {path(table)} (LIKE {path(parent)} INCLUDING ALL);",
                f"ALTER TABLE {path(parent)} ATTACH PARTITION {path(table)} {table.option('bound')};",
            ),
        )
