"""A statement fails on the dev database, so the migration cannot be applied.

Sees: the server refuses the statement, also on tables without rows; or the commit at the end of the file.

Hurts: the migration stops there.  Where the database has no transactions around DDL, what stands before it
stays.

Instead: mend the statement; `migrate validate` tells the same, with the line.  Statements and files behind
it were not looked at.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding, Findings, rule

_UNSAFE_ENUM_VALUE = "55P04"
"""PostgreSQL's; it has a rule of its own."""


@rule("EX101", "does-not-run", Severity.ERROR)
def check(observed: Observed) -> Findings:
    """Look for what the server refuses."""
    failure = observed.failure
    if failure is not None and failure.state == _UNSAFE_ENUM_VALUE:
        return
    if failure is not None and not failure.on_rows and not failure.refuses_transaction:
        yield Finding(observed, f"does not run: {failure.message}")
