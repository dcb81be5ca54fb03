"""CREATE INDEX CONCURRENTLY IF NOT EXISTS passes over an invalid index of the same name.

Sees: the statement built an index outside of a transaction, or passed over one, and says IF NOT EXISTS.

Hurts: a concurrent build that fails leaves an invalid index behind: it costs on every write, no query uses
it, and if it is unique it holds nothing to its rule.  The next run says "already exists, skipping", and
succeeds.

Instead: DROP INDEX CONCURRENTLY IF EXISTS first, and then CREATE INDEX CONCURRENTLY without IF NOT EXISTS.
"""

from __future__ import annotations

import re

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import NO_TRANSACTION, facts
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.text import says
from migrate.lint.words import quoted
from migrate.schema.model import Index

_CLAUSE = re.compile(r"\s+IF\s+NOT\s+EXISTS\b", re.IGNORECASE)


@rule("PG107", "concurrently-if-not-exists", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for the clause on concurrent builds."""
    if not (facts(observed).alone and says(observed, "CONCURRENTLY", "IF", "NOT", "EXISTS")):
        return
    passed = any("already exists, skipping" in notice for notice in observed.effects.notices)
    made = [index.name for index in observed.added(Index)]
    name = quoted(made[0]) if made else "…"
    yield Finding(
        observed,
        f"{'the index was there already and is passed over' if passed else name}:"
        " should it be an invalid one, of a build that failed, IF NOT EXISTS passes over it without a word",
        instead=(
            NO_TRANSACTION,
            f"DROP INDEX CONCURRENTLY IF EXISTS {name};",
            f"{_CLAUSE.sub('', observed.text, count=1)};",
        ),
    )
