"""Dropping a table deletes rows of other tables: foreign keys are on.

Sees: other tables have fewer rows behind a DROP TABLE; with a few rows of ours it was seen to happen.

Hurts: a table is dropped to be built anew, and the rows that referred to it are gone.  SQLite deletes all
rows first, and ON DELETE CASCADE acts; `defer_foreign_keys` does not help.

Instead: `PRAGMA foreign_keys = OFF` as the first statement of the file, before any transaction, and
`PRAGMA foreign_key_check` as the last.
"""

from __future__ import annotations

from migrate.dialects.sqlite.observe import SqliteEffects
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import SQLITE, Finding, Findings, rule
from migrate.lint.words import called, listed


@rule("LT102", "rows-taken-along", Severity.ERROR, dialects=SQLITE)
def check(observed: Observed) -> Findings:
    """Look for rows that went with those of another table."""
    taken = observed.seen(SqliteEffects).taken_along
    if taken:
        names = listed([called(table) for table, _ in taken])
        rows = sum(count for _, count in taken)
        yield Finding(
            observed,
            f"rows of {names} are deleted along ({rows} of ours were): foreign_keys is on",
            taken[0][0],
            instead=("-- first in the file:", "PRAGMA foreign_keys = OFF;", f"{observed.text};"),
        )
