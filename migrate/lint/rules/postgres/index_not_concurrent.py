"""CREATE INDEX without CONCURRENTLY: writes to the table wait until the index is built.

Sees: an index came to a table that was there before the file, and the statement held SHARE on the table.

Hurts: the build reads the whole table, and INSERT, UPDATE and DELETE wait for as long as that takes.

Instead: CREATE INDEX CONCURRENTLY, in a file of its own with `-- migrate:txmode none` at its head.  If it
fails, drop the invalid index that it leaves before it runs again.
"""

from __future__ import annotations

import re

from migrate.lint.diagnostic import Fix, Part, Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import NO_TRANSACTION, concurrently, home, is_partitioned
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import holds
from migrate.schema.model import Index

_CLAUSE = re.compile(r"(?<=CONCURRENTLY)\s+IF\s+NOT\s+EXISTS\b", re.IGNORECASE)
_HEAD = re.compile(r"(CREATE\s+(?:UNIQUE\s+)?INDEX)\b", re.IGNORECASE)


@rule("PG101", "index-not-concurrent", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for indexes that came under a lock."""
    for index in observed.added(Index):
        table = home(index)
        lock = observed.effects.lock_on(table)
        if not observed.is_old(table) or lock is None or not lock.blocks.strong:
            continue
        if is_partitioned(observed, table) or index.option("partition_of"):
            continue  # these have a rule of their own
        text = _CLAUSE.sub("", concurrently(_HEAD, observed.text), count=1)  # see PG107
        yield Finding(
            observed,
            f"{index.name} is built under {holds(lock)} until it is done",
            table=table,
            lock=lock,
            instead=(NO_TRANSACTION, f"{text};"),
            fix=Fix((Part((text,), alone=True),)),
        )
