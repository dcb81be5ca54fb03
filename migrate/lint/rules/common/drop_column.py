"""A column that was there before the file is dropped, with all of its values.

Sees: the column is there before the statement and not after it, or its table is built anew without
it.  Generated columns that are not stored hold nothing and are not told of.

Hurts: the values are gone, and no way back brings them again.  Code that still runs and reads or writes
the column fails, also by `SELECT *` into a fixed shape.

Instead: let the code go without the column first; drop it in a later release and say so with `--
migrate:data-loss-ok REASON` above the statement.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.lost import lost_columns
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.words import called


@file_rule("DS103", "drop-column", Severity.ERROR)
def check(file: ObservedFile) -> Findings:
    """Look for columns that went."""
    for observed, column in lost_columns(file):
        if observed.said.data_loss_ok is None:
            yield Finding(
                observed,
                f"{called(column)} is dropped with all of its values; code that still uses it fails",
                table=column.ident.parent,
                instead=(
                    "-- in a release after the last code that uses it, and above the statement:",
                    "-- migrate:data-loss-ok REASON",
                ),
            )
