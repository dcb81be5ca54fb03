"""A check constraint that was there before the file is dropped and not replaced.

Sees: the constraint is there before the file, and behind it there is none of its kind on the same
columns.  One that goes with its column or its table is not told of, nor one that says of a column that it
has a value when that is NOT NULL now: it was the proof for that.

Hurts: rows may break the condition; adding it again reads the whole table.

Instead: keep it; where it only has to change, drop the old one and add the new one in the same file.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.guards import lost_guards
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.words import called


@file_rule("CD102", "drop-check", Severity.WARNING)
def check(file: ObservedFile) -> Findings:
    """Look for constraints of this kind that went."""
    for observed, each in lost_guards(file, "check"):
        table = each.ident.parent
        assert table is not None
        yield Finding(
            observed,
            f"the check constraint {each.name} of {called(table)} is dropped: rows may break the condition",
            table=table,
        )
