"""A type that was there before the file is dropped and not made again.

Sees: an enum, domain, composite or range type is there before the file and not behind it.

Hurts: code that still names it, in a cast or as a parameter's type, fails; with CASCADE the columns of the
type go as well.

Instead: drop it in a release after the last code that names it, without CASCADE.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.lost import lost
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.words import called
from migrate.schema.model import Composite, Domain, Enum, Range, SchemaObject


@file_rule("DS106", "drop-type", Severity.WARNING)
def check(file: ObservedFile) -> Findings:
    """Look for types that went."""
    for observed, each in lost(file, SchemaObject):
        if isinstance(each, (Enum, Domain, Composite, Range)):
            yield Finding(observed, f"the {each.kind} {called(each)} is dropped; code that names it fails")
