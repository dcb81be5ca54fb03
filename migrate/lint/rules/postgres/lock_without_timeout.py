"""A lock that stops an application is waited for without a limit.

Sees: the first statement of the file that took such a lock on a table that was there before, while
lock_timeout was 0.

Hurts: the statement waits for the longest query that runs on the table; and everybody else who comes to
the table waits behind it, although the lock is not even held.

Instead: SET LOCAL lock_timeout at the head of the file, and run it again if it fails.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.postgres import facts, strong_locks
from migrate.lint.rule import POSTGRES, Finding, Findings, file_rule
from migrate.lint.words import called


@file_rule("PG204", "lock-without-timeout", Severity.INFO, dialects=POSTGRES)
def check(file: ObservedFile) -> Findings:
    """Look for the first such lock."""
    for observed in file.statements:
        locks = [] if facts(observed).timeout else list(strong_locks(observed))
        if locks and not facts(observed).alone:
            local = "LOCAL " if observed.together else ""
            yield Finding(
                observed,
                f"waits without a limit for {locks[0].mode} on {called(locks[0].relation)}: while it waits,"
                f" {locks[0].blocks} wait behind it",
                table=locks[0].relation,
                lock=locks[0],
                instead=(f"SET {local}lock_timeout = '2s';", f"{observed.text};"),
            )
            return
