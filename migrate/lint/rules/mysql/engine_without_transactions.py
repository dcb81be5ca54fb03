"""A table is made with an engine that knows no transactions.

Sees: a new table whose engine is MyISAM, Aria, MEMORY, CSV or ARCHIVE.

Hurts: its rows are not part of any transaction, a crash can break it, and foreign keys of it are ignored.

Instead: ENGINE=InnoDB, or nothing, where that is the default.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Finding, Findings, rule
from migrate.lint.words import called
from migrate.schema.model import Table

_WITHOUT = ("MyISAM", "Aria", "MEMORY", "CSV", "ARCHIVE", "MRG_MyISAM", "BLACKHOLE")


@rule("MY206", "engine-without-transactions", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for such tables."""
    for table in observed.added(Table):
        engine = table.option("engine")
        if engine in _WITHOUT:
            yield Finding(observed, f"{called(table)} is made with {engine}: no transactions", table.ident)
