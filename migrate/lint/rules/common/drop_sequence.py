"""A sequence that was there before the file is dropped: its position goes with it.

Sees: the sequence is there before the file and not behind it.  One that went with its table or its column
is not told of.

Hurts: a sequence made anew begins at 1 and gives out numbers that are taken.

Instead: keep it, or note where it stands (`last_value`) before it goes.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.lost import lost
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.words import called
from migrate.schema.model import Sequence


@file_rule("DS107", "drop-sequence", Severity.WARNING)
def check(file: ObservedFile) -> Findings:
    """Look for sequences that went by themselves."""
    for observed, each in lost(file, Sequence):
        if each.owned_by is None or each.owned_by in observed.after.by_ident():
            yield Finding(observed, f"the sequence {called(each)} is dropped; where it stood is forgotten")
