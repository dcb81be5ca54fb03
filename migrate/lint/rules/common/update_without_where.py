"""UPDATE without a condition: values of columns that were there before the file are overwritten in all
rows.

Sees: an UPDATE with no WHERE that sets a column which the file did not make.  Filling a new column is no
loss.

Hurts: what stood there is gone, and no way back brings it again; every row is locked until the transaction
ends, and written anew.

Instead: write into a new column, in batches, and let the code use that one; if it is meant, say so with
`-- migrate:data-loss-ok REASON` above the statement.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding, Findings, rule
from migrate.lint.text import assigned, table_after, top_words
from migrate.lint.words import called, listed


@rule("DS110", "update-without-where", Severity.WARNING)
def check(observed: Observed) -> Findings:
    """Look for an UPDATE of every row."""
    if observed.statement.keyword != "UPDATE" or observed.said.data_loss_ok is not None:
        return
    if {"WHERE", "FROM", "JOIN", "LIMIT"} & set(top_words(observed)):
        return
    table = table_after(observed, "UPDATE")
    if table is None or not observed.is_old(table.ident):
        return
    names = {name.casefold() for name in assigned(observed)}
    old = [each for each in table.columns if each.name.casefold() in names and observed.is_old(each.ident)]
    if old:
        what = listed([called(each) for each in old])
        yield Finding(observed, f"{what} is overwritten in every row of the table", table=table.ident)
