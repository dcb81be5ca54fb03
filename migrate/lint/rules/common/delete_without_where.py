"""DELETE without a condition on a table that was there before the file: all rows go.

Sees: a DELETE with no WHERE and no join of its own.

Hurts: the rows are gone, and no way back brings them again; on a large table it also takes long, and what
others change there waits.

Instead: delete by a condition; if all of it is meant to go, say so with `-- migrate:data-loss-ok REASON`
above the statement.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding, Findings, rule
from migrate.lint.text import table_after, top_words
from migrate.lint.words import called


@rule("DS109", "delete-without-where", Severity.ERROR, static=True)
def check(observed: Observed) -> Findings:
    """Look for a DELETE of everything."""
    if observed.statement.keyword != "DELETE" or observed.said.data_loss_ok is not None:
        return
    if {"WHERE", "USING", "JOIN", "LIMIT"} & set(top_words(observed)):
        return
    table = table_after(observed, "FROM")
    if table is not None and observed.is_old(table.ident):
        yield Finding(observed, f"all rows of {called(table)} are deleted", table=table.ident)
