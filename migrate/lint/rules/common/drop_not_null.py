"""A column that was NOT NULL may be NULL now.

Sees: the column was there before the file and forbade NULL; it allows NULL behind the statement.

Hurts: code that still runs and reads the column meets NULL for the first time.

Instead: let the code that reads it expect NULL first; then drop the constraint in a later release.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding, Findings, rule
from migrate.lint.words import called
from migrate.schema.model import Column


@rule("CD105", "drop-not-null", Severity.WARNING)
def check(observed: Observed) -> Findings:
    """Look for columns that may be NULL now."""
    for old, new in observed.modified(Column):
        if new.nullable and not old.nullable:
            yield Finding(
                observed,
                f"{called(new)} may be NULL now: code that reads it has never met one",
                table=new.ident.parent,
            )
