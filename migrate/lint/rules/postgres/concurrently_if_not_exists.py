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
from migrate.lint.words import path
from migrate.schema.model import Index

_PASSED = re.compile(r'relation "(.+)" already exists, skipping')
_CLAUSE = re.compile(r"\s+IF\s+NOT\s+EXISTS\b", re.IGNORECASE)


@rule("PG107", "concurrently-if-not-exists", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for the clause on concurrent builds."""
    if not (facts(observed).alone and says(observed, "CONCURRENTLY", "IF", "NOT", "EXISTS")):
        return
    index = next(iter(observed.added(Index)), None) or _passed_over(observed)
    if index is None:
        return
    there = "" if index in observed.added(Index) else " was there already and is passed over"
    yield Finding(
        observed,
        f"{index.name}{there}: should it be an invalid one, of a build that failed, IF NOT EXISTS passes over"
        " it without a word",
        table=index.ident.parent,
        instead=(
            NO_TRANSACTION,
            f"DROP INDEX CONCURRENTLY IF EXISTS {path(index)};",
            f"{_CLAUSE.sub('', observed.text, count=1)};",
        ),
    )


def _passed_over(observed: Observed) -> Index | None:
    """Return the index that was there, by the server's notice."""
    said = (_PASSED.search(notice) for notice in observed.effects.notices)
    names = {found[1] for found in said if found}
    indexes = (each for each in observed.before.objects if isinstance(each, Index))
    return next((each for each in indexes if each.name in names), None)
