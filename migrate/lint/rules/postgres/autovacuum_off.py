"""Autovacuum is switched off for a table.

Sees: the settings of the table say autovacuum_enabled=false, and did not before.

Hurts: dead rows stay and statistics grow old; in the end the server vacuums it by force, against
wraparound, at the worst of times.

Instead: let it run, and give the table thresholds of its own, such as autovacuum_vacuum_scale_factor.
"""

from __future__ import annotations

import re

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called
from migrate.schema.model import Table

_OFF = re.compile(r"(?:^|[ .])autovacuum_enabled=(?:false|off|0|no)\b")


@rule("PG320", "autovacuum-off", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for tables that nobody vacuums."""
    both = [*((None, each) for each in observed.added(Table)), *observed.modified(Table)]
    for old, new in both:
        if _off(new) and not (old is not None and _off(old)):
            yield Finding(observed, f"autovacuum is switched off for {called(new)}", table=new.ident)


def _off(table: Table) -> bool:
    return _OFF.search(table.option("with") or "") is not None
