"""A view, routine, type, sequence or schema that was there before the file has another name.

Sees: the same object, by the server's own identity or by the statement that renamed it, under another
name, and none has the old name behind the file.

Hurts: code that still runs and says the old name fails from this moment.

Instead: make the new one beside the old one, and drop the old one in a release after the last code that
uses it.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.words import called
from migrate.schema.model import Column, Constraint, Index, Policy, Rule, SchemaObject, Table, Trigger

_NAMES_NOBODY_SAYS = (Table, Column, Constraint, Index, Trigger, Policy, Rule)
"""Tables and columns have rules of their own; the others are not named by queries."""


@file_rule("BC106", "rename-object", Severity.WARNING)
def check(file: ObservedFile) -> Findings:
    """Look for objects under another name."""
    for observed in file.statements:
        for old, new in observed.renamed(SchemaObject):
            if not isinstance(old, _NAMES_NOBODY_SAYS) and not _replaced(file, old):
                yield Finding(
                    observed,
                    f"the {old.kind} {called(old)} is renamed to {called(new)}:"
                    f" code that says {called(old)} fails",
                )


def _replaced(file: ObservedFile, old: SchemaObject) -> bool:
    """Return whether the file makes another one of its name."""
    return old.ident in file.statements[-1].after.by_ident()
