"""One table is closed for reads and writes by several files of one deploy.

Sees: ACCESS EXCLUSIVE on a table that was there before, in more than one of the files that are looked at.
A file that only adds a constraint NOT VALID does not count: that short lock is the price of the safe form.

Hurts: each of them waits for the queries that run, and everybody else waits behind it: once per file.

Instead: one file, or one ALTER TABLE with several actions, so that the table is closed once.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Deploy
from migrate.lint.locking import closings
from migrate.lint.rule import POSTGRES, Finding, Findings, deploy_rule
from migrate.lint.words import called, listed


@deploy_rule("DP101", "locked-in-several-files", Severity.INFO, dialects=POSTGRES)
def check(deploy: Deploy) -> Findings:
    """Look for tables that several files lock."""
    for table, files in closings(deploy).items():
        *others, last = files
        yield Finding(
            files[last],
            f"{called(table)} is closed for reads and writes (ACCESS EXCLUSIVE) here,"
            f" and in {listed(others)} as well",
            table=table,
        )
