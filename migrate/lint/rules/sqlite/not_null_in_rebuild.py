"""A table is built anew, and copying the rows fails where a column has NULL.

Sees: the statement that copies the rows into a table of this file fails on a row of ours that has NULL in
a column which is NOT NULL there; without rows it runs.

Hurts: it passes on an empty database, and fails in production.

Instead: fill the rows with NULL first, or say in the copying what stands for it.
"""

from __future__ import annotations

from migrate.lint.dependence import copied_null
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import SQLITE, Finding, Findings, rule
from migrate.lint.words import quoted


@rule("LT101", "not-null-in-rebuild", Severity.ERROR, dialects=SQLITE)
def check(observed: Observed) -> Findings:
    """Look for what SQLite says of the copying."""
    found = copied_null(observed)
    if found is not None:
        table, column = found
        yield Finding(
            observed,
            f"copying the rows into {table} fails where {column} has NULL, which it may not have there",
            instead=(
                f"-- in the SELECT, in place of {column}, what stands for NULL:",
                f"ifnull({quoted(column, 'sqlite')}, …)",
            ),
        )
