"""REINDEX without CONCURRENTLY: writes wait until the index is built anew, and so do queries that would use
it.

Sees: a REINDEX held a lock that stops writes on a table that was there before the file.

Hurts: the build reads the whole table, and everything that changes it waits for as long as that takes.

Instead: REINDEX … CONCURRENTLY, in a file with `-- migrate:txmode none` at its head.
"""

from __future__ import annotations

import re

from migrate.lint.diagnostic import Fix, Part, Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import NO_TRANSACTION, concurrently
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import holds
from migrate.schema.model import Ident

_HEAD = re.compile(r"(REINDEX\s+(?:\([^)]*\)\s*)?(?:TABLE|INDEX|SCHEMA|DATABASE|SYSTEM))\b", re.IGNORECASE)


@rule("PG106", "reindex-not-concurrent", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for indexes that are built anew under a lock."""
    if observed.statement.keyword != "REINDEX":
        return
    rebuilt = [each for each in observed.effects.rewritten if each.kind == "index" and observed.is_old(each)]
    tables = sorted({Ident("table", each.schema, each.table) for each in rebuilt})
    locks = [lock for table in tables if (lock := observed.effects.lock_on(table)) and lock.blocks.strong]
    if locks:
        text = concurrently(_HEAD, observed.text)
        yield Finding(
            observed,
            f"indexes are built anew under {holds(locks[0])} until it is done",
            table=locks[0].relation,
            lock=locks[0],
            instead=(NO_TRANSACTION, f"{text};"),
            fix=Fix((Part((text,), alone=True),)),
        )
