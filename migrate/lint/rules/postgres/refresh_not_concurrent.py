"""REFRESH MATERIALIZED VIEW without CONCURRENTLY: nobody reads the view until it is filled.

Sees: a materialized view that was there before the file has new files, under ACCESS EXCLUSIVE.

Hurts: every query on the view waits for as long as its own query takes.

Instead: REFRESH MATERIALIZED VIEW CONCURRENTLY, for which the view needs a unique index over plain
columns.
"""

from __future__ import annotations

import re

from migrate.dialects.observing import Blocks
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import concurrently
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called

_HEAD = re.compile(r"(REFRESH\s+MATERIALIZED\s+VIEW)\b", re.IGNORECASE)


@rule("PG317", "refresh-not-concurrent", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for views that are closed while they are filled."""
    if observed.statement.keyword != "REFRESH":
        return
    for view in observed.effects.rewritten:
        lock = observed.effects.lock_on(view)
        if view.kind != "view" or not observed.is_old(view):
            continue
        if lock is None or lock.blocks is not Blocks.EVERYTHING:
            continue
        text = concurrently(_HEAD, observed.text)
        yield Finding(
            observed,
            f"{called(view)} is filled under ACCESS EXCLUSIVE: reads wait until it is done",
            table=view,
            lock=lock,
            instead=(f"{text};",),
        )
