"""A foreign key comes to a table whose rows may refer to nothing.

Sees: a foreign key that the server holds all rows to, on a table that was there before the file, over
columns that were there as well.  What rows of ours refer to says nothing of it, and is not told.

Hurts: it fails if a row refers to one that is not there, and that shows in production alone.

Instead: look for such rows first, and mend them in a migration before this one.
"""

from __future__ import annotations

from migrate.lint.dependence import On, dependences
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding, Findings, rule
from migrate.lint.words import called


@rule("MF106", "foreign-key-on-rows", Severity.WARNING)
def check(observed: Observed) -> Findings:
    """Look for it on tables that may have rows."""
    for each in dependences(observed):
        if each.on is On.FOREIGN:
            yield Finding(
                observed,
                f"{each.object.name} is checked on every row of {called(each.table)}:"
                " fails if one refers to nothing",
                table=each.table,
            )
