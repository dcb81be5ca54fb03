"""A statement runs in no transaction, and stands in a file that is one.

Sees: SQLite refused it in the transaction of the file, and took it outside.

Hurts: the migration stops there.

Instead: a file of its own with `-- migrate:txmode none` at its head.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import SQLITE, Finding, Findings, rule


@rule("LT112", "refuses-transaction", Severity.ERROR, dialects=SQLITE)
def check(observed: Observed) -> Findings:
    """Look for what ran outside alone."""
    if observed.failure is not None and observed.failure.refuses_transaction:
        yield Finding(
            observed,
            f"{observed.statement.keyword} runs in no transaction",
            instead=("-- in a file of its own:", "-- migrate:txmode none", f"{observed.text};"),
        )
