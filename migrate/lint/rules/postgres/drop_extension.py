"""An extension that was there before the file is dropped.

Sees: the extension is there before the file and not behind it.

Hurts: its types, functions and operators go; with CASCADE the columns and indexes that use them as well.

Instead: drop what uses it first, without CASCADE, in a release after the last code that needs it.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.lost import lost
from migrate.lint.rule import POSTGRES, Finding, Findings, file_rule
from migrate.schema.model import Extension


@file_rule("DS112", "drop-extension", Severity.WARNING, dialects=POSTGRES)
def check(file: ObservedFile) -> Findings:
    """Look for extensions that went."""
    for observed, each in lost(file, Extension):
        yield Finding(observed, f"the extension {each.name} is dropped with all that it brought")
