"""The files of one deploy lock one table three times or more.

Sees: how many statements took a lock on a table from before that stops readers or writers.  Tables of
PostgreSQL that several files close altogether have a rule of their own (DP101).

Hurts: each of them waits for the queries that run, and everybody else waits behind it.

Instead: one ALTER TABLE with several actions, or deploys that are further apart.
"""

from __future__ import annotations

from collections import Counter

from migrate.dialects.observing import Blocks
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Deploy, Observed
from migrate.lint.locking import closings, stops
from migrate.lint.rule import MYSQL, POSTGRES, Finding, Findings, deploy_rule
from migrate.lint.words import called, listed
from migrate.schema.model import Ident

_MANY = 3


@deploy_rule("DP104", "locked-often", Severity.INFO, dialects=POSTGRES + MYSQL)
def check(deploy: Deploy) -> Findings:
    """Count the locks of each table."""
    counted: dict[Ident, Counter[Blocks]] = {}
    last: dict[Ident, Observed] = {}
    for file in deploy:
        for observed in file.statements:
            for lock in stops(observed):
                counted.setdefault(lock.relation, Counter())[lock.blocks] += 1
                last[lock.relation] = observed
    told = {table for table, files in closings(deploy).items() if _is_postgres(files)}
    for table, blocks in sorted(counted.items()):
        if blocks.total() >= _MANY and table not in told:
            words = [f"{_often(count)} for {what}" for what, count in sorted(blocks.items(), reverse=True)]
            yield Finding(last[table], f"{called(table)} is locked {listed(words)} by this deploy", table)


def _is_postgres(files: dict[str, Observed]) -> bool:
    return all(observed.dialect in POSTGRES for observed in files.values())


def _often(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
