"""A lock that stops an application, in a file that does not say how long it may be waited for.

Sees: the first statement of the file that took such a lock on a table that was there before, while
lock_timeout was 0; in a file without `-- migrate:lock-timeout`.

Hurts: the statement waits for the longest query that runs on the table; and everybody else who comes to
the table waits behind it, although the lock is not even held.  `migrate apply` gives up after
`ddl-lock-timeout` (3 s) and tries again; whatever else runs the file, or with that set to 0, waits without
a limit.

Instead: SET LOCAL lock_timeout at the head of the file, or `-- migrate:lock-timeout 2s`, and run it again if
it fails.
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
    if file.cut.directives.lock_timeout:
        return
    for observed in file.statements:
        locks = [] if facts(observed).timeout else list(strong_locks(observed))
        if locks and not facts(observed).alone:
            local = "LOCAL " if observed.together else ""
            yield Finding(
                observed,
                f"waits for {locks[0].mode} on {called(locks[0].relation)} without a lock_timeout of its own:"
                f" while it waits, {locks[0].blocks} wait behind it",
                table=locks[0].relation,
                lock=locks[0],
                instead=(f"SET {local}lock_timeout = '2s';", f"{observed.text};"),
            )
            return
