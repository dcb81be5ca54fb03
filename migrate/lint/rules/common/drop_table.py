"""A table that was there before the file is dropped, with all of its rows.

Sees: the table is in the schema before the statement and not after it, whatever dropped it: DROP TABLE, a
DROP SCHEMA or a CASCADE.  A table that the same file made is not told of, nor one that it builds anew
under another name and renames.

Hurts: the rows are gone, and no way back brings them again.  Code that still runs fails on its next query.

Instead: rename it first and let a release go by; when nobody has missed it, drop it and say so with `--
migrate:data-loss-ok REASON` above the statement.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.lost import lost_tables
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.words import called, path, quoted


@file_rule("DS102", "drop-table", Severity.ERROR)
def check(file: ObservedFile) -> Findings:
    """Look for tables that went."""
    for observed, table in lost_tables(file):
        if observed.said.data_loss_ok is None:
            old = path(table, observed.dialect)
            new = quoted(f"{table.name}_dropped", observed.dialect)
            yield Finding(
                observed,
                f"{called(table)} is dropped with all of its rows",
                table=table.ident,
                instead=(
                    f"ALTER TABLE {old} RENAME TO {new};",
                    "-- in a later release, with `-- migrate:data-loss-ok REASON` above it:",
                    f"DROP TABLE {new};",
                ),
            )
