"""CREATE INDEX on a partitioned table: writes to all of its partitions wait until the last index is built.

Sees: an index came to a partitioned table that was there before the file, and the statement held SHARE on
partitions.

Hurts: it builds the indexes of all partitions one after the other and keeps every lock to the
end.  CONCURRENTLY is refused here.

Instead: CREATE INDEX … ON ONLY the parent, which is invalid at first; build the index of each partition
CONCURRENTLY; attach each with ALTER INDEX … ATTACH PARTITION.  With the last one the parent's becomes
valid.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import home, is_partitioned, strong_locks
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, listed, path, quoted
from migrate.schema.model import Index


@rule("PG108", "index-on-partitioned", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for indexes on partitioned tables that came with those of the partitions."""
    for index in observed.added(Index):
        table = home(index)
        parts = [lock.relation for lock in strong_locks(observed, held=True) if lock.relation != table]
        if not (observed.is_old(table) and is_partitioned(observed, table) and parts):
            continue
        parent, name = path(table), quoted(index.name)
        unique = "UNIQUE " if index.unique else ""
        part = quoted(f"{index.name}_part")
        yield Finding(
            observed,
            f"{index.name} is built on {called(table)} and {listed([called(each) for each in parts])}"
            " under SHARE: writes to all of them wait until the last one is done",
            table=table,
            lock=observed.effects.lock_on(table),
            instead=(
                f"CREATE {unique}INDEX {name} ON ONLY {parent} {index.definition};",
                "-- for each partition, in files with `-- migrate:txmode none`:",
                f"CREATE {unique}INDEX CONCURRENTLY {part} ON {path(parts[0])} {index.definition};",
                f"ALTER INDEX {name} ATTACH PARTITION {part};",
            ),
        )
