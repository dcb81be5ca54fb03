"""CREATE INDEX without CONCURRENTLY: writes to the table wait until the index is built.

Sees: an index came to a table that was there before the file, and the statement held SHARE on the table.

Hurts: the build reads the whole table, and INSERT, UPDATE and DELETE wait for as long as that takes.

Instead: CREATE INDEX CONCURRENTLY, in a file of its own with `-- migrate:txmode none` at its head.  If it
fails, drop the invalid index that it leaves before it runs again.
"""

from __future__ import annotations

import re

from migrate.dialects.observing import Blocks
from migrate.lint.diagnostic import Fix, Part, Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called
from migrate.schema.model import Ident, Index

_HEAD = re.compile(r"(CREATE\s+(?:UNIQUE\s+)?INDEX)\b", re.IGNORECASE)


@rule("PG101", "index-not-concurrent", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for indexes that came under a lock."""
    for index in observed.added(Index):
        table = Ident("table", index.schema, index.table)
        lock = observed.effects.lock_on(table)
        if not observed.is_old(table) or lock is None or lock.blocks is not Blocks.WRITES:
            continue
        text = _HEAD.sub(r"\1 CONCURRENTLY", observed.text, count=1)
        yield Finding(
            observed,
            f"{index.name} is built under {lock.mode} on {called(table)}: writes wait until it is done",
            table=table,
            lock=lock,
            instead=("-- migrate:txmode none", f"{text};"),
            fix=Fix((Part((text,), alone=True),)),
        )
