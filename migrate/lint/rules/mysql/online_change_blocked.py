"""A table is copied that the tools for online changes cannot copy, or not without more.

Sees: the server copied a table from before the file that has foreign keys, triggers, or no unique key.

Hurts: gh-ost takes no table with foreign keys or triggers; pt-online-schema-change needs to be told what
to do with foreign keys, and neither works without a primary or unique key.

Instead: plan for writes to wait, or go through a second column.
"""

from __future__ import annotations

from migrate.lint.altering import costly, facts, obstacles
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Finding, Findings, rule
from migrate.lint.words import called, listed


@rule("MY152", "online-change-blocked", Severity.INFO, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for what is in the way of an online copy."""
    table = costly(observed)
    if table is None or facts(observed).algorithm != "COPY":
        return
    found = obstacles(observed.before, table)
    if found:
        yield Finding(
            observed, f"{called(table)} cannot be copied online by gh-ost: it has {listed(found)}", table
        )
