"""DROP INDEX without CONCURRENTLY: the table is closed for reads and writes while it waits and until it
commits.

Sees: an index of a table that was there before the file went, alone, and the statement held ACCESS
EXCLUSIVE on the table.

Hurts: it waits for every query on the table that runs, and every new one waits behind it; in a transaction
with others the table stays closed until that ends.

Instead: DROP INDEX CONCURRENTLY, in a file with `-- migrate:txmode none` at its head.
"""

from __future__ import annotations

from collections.abc import Iterator

from migrate.dialects.observing import Blocks
from migrate.lint.diagnostic import Fix, Part, Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import NO_TRANSACTION, home, is_one_action, is_partitioned
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import holds, path, quoted
from migrate.schema.model import Constraint, Index


@rule("PG102", "drop-index-not-concurrent", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for indexes that went under a lock."""
    if observed.statement.keyword != "DROP":
        return  # it went with a column or a constraint
    for index in observed.dropped(Index):
        table = home(index)
        lock = observed.effects.lock_on(table)
        if lock is None or lock.blocks is not Blocks.EVERYTHING or is_partitioned(observed, table):
            continue
        sql = f"DROP INDEX CONCURRENTLY {path(index)}"
        yield Finding(
            observed,
            f"{index.name} is dropped under {holds(lock)}",
            table=table,
            lock=lock,
            instead=(*_before(observed), NO_TRANSACTION, f"{sql};"),
            fix=Fix((Part((sql,), alone=True),)) if is_one_action(observed) else None,
        )


def _before(observed: Observed) -> Iterator[str]:
    """Yield what CASCADE did and CONCURRENTLY does not: the keys go that stand on the index."""
    for each in observed.dropped(Constraint):
        yield f"ALTER TABLE {path(home(each))} DROP CONSTRAINT {quoted(each.name)};"
