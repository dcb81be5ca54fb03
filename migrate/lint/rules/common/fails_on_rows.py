"""A statement fails because tables have rows, and runs where they have none.

Sees: with a few rows in the tables of the base the server refuses the statement; without them it takes
it.  What has a rule of its own, such as a NOT NULL column without default, is told there; and that
VALIDATE CONSTRAINT looks at rows is what it is for.

Hurts: it passes on an empty database, and fails in production.

Instead: mend the rows in a migration before this one, or write the statement so that it takes any row.
"""

from __future__ import annotations

from migrate.lint.dependence import copied_null, dependences
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding, Findings, rule
from migrate.schema.changes import Change, Modify
from migrate.schema.model import Constraint


@rule("MF107", "fails-on-rows", Severity.WARNING)
def check(observed: Observed) -> Findings:
    """Look for what only rows make fail."""
    failure = observed.failure
    if failure is None or not failure.on_rows or any(dependences(observed)) or copied_null(observed):
        return
    if observed.changes and all(_validates(change) for change in observed.changes):
        return
    yield Finding(observed, f"fails on rows of ours, and may on others: {failure.message.splitlines()[0]}")


def _validates(change: Change) -> bool:
    match change:
        case Modify(Constraint(validated=False), Constraint(validated=True)):
            return True
    return False
