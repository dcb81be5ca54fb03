"""One table is closed for reads and writes by several files of one deploy.

Sees: ACCESS EXCLUSIVE on a table that was there before, in more than one of the files that are looked at.

Hurts: each of them waits for the queries that run, and everybody else waits behind it: once per file.

Instead: one file, or one ALTER TABLE with several actions, so that the table is closed once.
"""

from __future__ import annotations

from migrate.dialects.observing import Blocks
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Deploy, Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, deploy_rule
from migrate.lint.words import called, listed
from migrate.schema.model import Ident


@deploy_rule("DP101", "locked-in-several-files", Severity.INFO, dialects=POSTGRES)
def check(deploy: Deploy) -> Findings:
    """Look for tables that several files lock."""
    where: dict[Ident, dict[str, Observed]] = {}
    for file in deploy:
        for observed in file.statements:
            for lock in observed.effects.locks:
                table = lock.relation
                if table.kind == "table" and lock.blocks is Blocks.EVERYTHING and observed.is_old(table):
                    where.setdefault(table, {}).setdefault(file.file, observed)
    for table, files in sorted(where.items()):
        if len(files) > 1:
            *others, last = files
            yield Finding(
                files[last],
                f"{called(table)} is closed for reads and writes (ACCESS EXCLUSIVE) here,"
                f" and in {listed(others)} as well",
                table=table,
            )
