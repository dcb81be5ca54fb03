"""A foreign key refers to columns that no key of its parent covers.

Sees: SQLite says `foreign key mismatch`, and did not before the file.

Hurts: the table is made all the same; then, with foreign keys on, every change of its rows or of its
parent's fails.

Instead: refer to the primary key, or make the columns UNIQUE in the parent.
"""

from __future__ import annotations

from migrate.dialects.sqlite.observe import SqliteEffects
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.rule import SQLITE, Finding, Findings, file_rule


@file_rule("LT105", "foreign-key-mismatch", Severity.ERROR, dialects=SQLITE)
def check(file: ObservedFile) -> Findings:
    """Look behind the last statement that could bring one."""
    looked = [each for each in file.statements if each.seen(SqliteEffects).looked]
    said = looked[-1].seen(SqliteEffects).mismatch if looked else ""
    if said.startswith("foreign key mismatch"):
        yield Finding(looked[-1], f"no key of the parent covers a foreign key: {said}")
