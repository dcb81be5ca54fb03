"""A file raises how long its statements wait for a table.

Sees: lock_wait_timeout above a minute, set by the file, while a statement changes a table from before it.

Hurts: DDL waits for every transaction that has touched the table; all who come to the table meanwhile, to
read it too, wait behind it.

Instead: a few seconds, and another try: `migrate apply --lock-timeout`, which is 3 s if you say nothing.
"""

from __future__ import annotations

from migrate.lint.altering import facts
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.rule import MYSQL, Finding, Findings, file_rule

_LONG = 60


@file_rule("MY204", "lock-wait-raised", Severity.WARNING, dialects=MYSQL)
def check(file: ObservedFile) -> Findings:
    """Look for the first statement that waits long."""
    for observed in file.statements:
        seen = facts(observed)
        if seen.wait > _LONG and seen.wait != seen.server_wait and observed.changes:
            yield Finding(
                observed,
                f"waits up to {seen.wait} s for its table, and whoever comes to it waits behind",
                instead=("SET SESSION lock_wait_timeout = 3;",),
            )
            return
