"""A function or procedure that was there before the file is dropped and not made again.

Sees: the routine, with these types of arguments, is there before the file and not behind it.

Hurts: code that still runs and calls it fails.

Instead: drop it in a release after the last code that calls it.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.lost import lost
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.words import called
from migrate.schema.model import Routine


@file_rule("DS105", "drop-routine", Severity.WARNING)
def check(file: ObservedFile) -> Findings:
    """Look for routines that went."""
    for observed, routine in lost(file, Routine):
        yield Finding(
            observed, f"the {routine.variant} {called(routine)} is dropped; code that calls it fails"
        )
