"""An exclusion constraint builds its index under ACCESS EXCLUSIVE, and there is no other way to add it.

Sees: the constraint came to a table that was there before the file.

Hurts: nobody reads or writes the table until the whole index is built; rows that overlap make it fail.

Instead: a new table with the constraint, filled in batches and kept in step, that takes the old one's
place; or a window in which nobody needs the table.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import added_constraints, home
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called


@rule("PG109", "add-exclusion", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for exclusion constraints."""
    for each in added_constraints(observed, "exclude"):
        lock = observed.effects.lock_on(home(each))
        yield Finding(
            observed,
            f"the index of {each.name} is built under ACCESS EXCLUSIVE on {called(home(each))}:"
            " reads and writes wait until it is done",
            table=home(each),
            lock=lock,
        )
