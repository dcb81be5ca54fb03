"""A column that was there before the file is dropped, with all of its values.

Sees: the column is there before the statement and not after it, or its table is built anew without
it.  Generated columns that are not stored hold nothing and are not told of.

Hurts: the values are gone, and no way back brings them again.  Code that still runs and reads or writes
the column fails, also by `SELECT *` into a fixed shape.

Instead: let the code go without the column first; drop it in a later release and say so with `--
migrate:data-loss-ok REASON` above the statement.
"""

from __future__ import annotations

from itertools import groupby

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed, ObservedFile
from migrate.lint.lost import lost_columns
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.words import called, listed
from migrate.schema.model import Column, Ident


@file_rule("DS103", "drop-column", Severity.ERROR)
def check(file: ObservedFile) -> Findings:
    """Look for columns that went, and tell those of one table together."""
    found = [each for each in lost_columns(file) if each[0].said.data_loss_ok is None]
    left = file.statements[-1].after.by_ident() if file.statements else {}

    def together(each: tuple[Observed, Column]) -> tuple[int, Ident | None, bool]:
        return each[0].index, each[1].ident.parent, each[1].ident in left

    for (index, table, again), group in groupby(sorted(found, key=together), together):
        names = [called(column) for _, column in group]
        what = f"{listed(names)} {'is' if len(names) == 1 else 'are'} dropped with all values"
        yield Finding(
            file.statements[index],
            f"{what}, and what comes by that name is another column: see that they were copied"
            if again
            else f"{what}; code that still uses them fails",
            table=table,
            instead=(
                "-- in a release after the last code that uses it, and above the statement:",
                "-- migrate:data-loss-ok REASON",
            ),
            severity=Severity.WARNING if again else None,
        )
