"""A view, routine, type, sequence or schema that was there before the file has another name.

Sees: the same object, by the server's own identity or by the statement that renamed it, under another
name.

Hurts: code that still runs and says the old name fails from this moment.

Instead: make the new one beside the old one, and drop the old one in a release after the last code that
uses it.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding, Findings, rule
from migrate.lint.words import called
from migrate.schema.model import Column, Constraint, Index, Policy, Rule, SchemaObject, Table, Trigger

_NAMES_NOBODY_SAYS = (Table, Column, Constraint, Index, Trigger, Policy, Rule)
"""Tables and columns have rules of their own; the others are not named by queries."""


@rule("BC106", "rename-object", Severity.WARNING)
def check(observed: Observed) -> Findings:
    """Look for objects under another name."""
    for old, new in observed.renamed(SchemaObject):
        if not isinstance(old, _NAMES_NOBODY_SAYS):
            yield Finding(
                observed,
                f"the {old.kind} {called(old)} is renamed to {called(new)}: code that says so fails",
            )
