"""Rows are left behind that refer to nothing.

Sees: behind the last statement `PRAGMA foreign_key_check` finds rows of ours that it did not find before
the file.

Hurts: SQLite does not tell while foreign keys are off, and every later change of such a row fails.

Instead: mend or delete the rows in the same file.
"""

from __future__ import annotations

from migrate.dialects.sqlite.observe import SqliteEffects
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.rule import SQLITE, Finding, Findings, file_rule
from migrate.lint.words import listed
from migrate.schema.model import Ident


@file_rule("LT104", "references-broken", Severity.ERROR, dialects=SQLITE)
def check(file: ObservedFile) -> Findings:
    """Look behind the last statement that could break references."""
    looked = [each for each in file.statements if each.seen(SqliteEffects).looked]
    broken = looked[-1].seen(SqliteEffects).broken if looked else ()
    if broken:
        words = listed([f"{table} to {parent}" for table, parent, _ in broken])
        yield Finding(
            looked[-1],
            f"rows are left that refer to nothing: {words}",
            Ident("table", "", broken[0][0]),
            instead=("-- shows them:", "PRAGMA foreign_key_check;"),
        )
