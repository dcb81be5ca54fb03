"""A table that was there before the file is dropped, with all of its rows.

Sees: the table is in the schema before the statement and not after it, whatever dropped it: DROP TABLE, a
DROP SCHEMA or a CASCADE.  A table that the same file made is not told of.

Hurts: the rows are gone, and no way back brings them again.  Code that still runs fails on its next query.

Instead: rename it first and let a release go by; when nobody has missed it, drop it and say so with
`-- migrate:data-loss-ok REASON` above the statement.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding, Findings, rule
from migrate.lint.words import called
from migrate.schema.model import Table


@rule("DS102", "drop-table", Severity.ERROR)
def check(observed: Observed) -> Findings:
    """Look for tables that went."""
    if observed.said.data_loss_ok is not None:
        return
    for table in observed.dropped(Table):
        name = called(table.ident)
        yield Finding(
            observed,
            f"{name} is dropped with all of its rows",
            table=table.ident,
            instead=(
                f"ALTER TABLE {name} RENAME TO {table.name}_dropped;",
                "-- in a later release, with `-- migrate:data-loss-ok REASON` above it:",
                f"DROP TABLE {table.name}_dropped;",
            ),
        )
