"""A foreign key that was there before the file is dropped and not replaced.

Sees: the constraint is there before the file, and behind it there is none of its kind on the same
columns.  One that goes with its column or its table is not told of.

Hurts: rows may refer to what is not there; adding it again reads both tables.

Instead: keep it; where it only has to change, drop the old one and add the new one in the same file.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.guards import lost_guards
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.words import called


@file_rule("CD101", "drop-foreign-key", Severity.WARNING)
def check(file: ObservedFile) -> Findings:
    """Look for constraints of this kind that went."""
    for observed, each in lost_guards(file, "foreign"):
        table = each.ident.parent
        assert table is not None
        yield Finding(
            observed,
            f"the foreign key {each.name} of {called(table)} is dropped: rows may refer to what is not there",
            table=table,
        )
