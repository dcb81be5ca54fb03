"""A primary key that builds its index under ACCESS EXCLUSIVE.

Sees: the constraint came to a table that was there before the file, and the server said that it builds an
index for it.

Hurts: nobody reads or writes the table until the whole index is built.

Instead: build the unique index with CREATE UNIQUE INDEX CONCURRENTLY first, in a file of its own with `--
migrate:txmode none`; then ADD CONSTRAINT … USING INDEX, which takes the lock for a moment.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import added_constraints, builds, built_under_lock
from migrate.lint.rule import POSTGRES, Findings, rule


@rule("PG104", "primary-key-builds-index", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for keys that were not made of an index."""
    for each in added_constraints(observed, "primary"):
        if builds(observed, each.name):
            yield built_under_lock(observed, each, "PRIMARY KEY")
