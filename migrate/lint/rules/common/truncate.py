"""TRUNCATE of a table that was there before the file: all rows go.

Sees: a TRUNCATE that names tables which the file did not make.

Hurts: the rows are gone, and no way back brings them again; on PostgreSQL the table is closed for reads
and writes until the transaction ends, on MySQL it commits what was done before.

Instead: delete what has to go, by a condition and in batches; if all of it is meant to go, say so with `--
migrate:data-loss-ok REASON` above the statement.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding, Findings, rule
from migrate.lint.text import words
from migrate.lint.words import called, listed
from migrate.schema.model import Ident


@rule("DS108", "truncate", Severity.ERROR, static=True)
def check(observed: Observed) -> Findings:
    """Look for tables that are emptied."""
    if observed.statement.keyword != "TRUNCATE" or observed.said.data_loss_ok is not None:
        return
    tables = _named(observed)
    if tables:
        names = listed([called(table) for table in tables])
        lock = observed.effects.lock_on(tables[0])
        yield Finding(observed, f"all rows of {names} are deleted", table=tables[0], lock=lock)


def _named(observed: Observed) -> list[Ident]:
    """Return the old tables that went empty: those written anew, else those whose names it says."""
    said = {word.text.strip('"`[]').casefold() for word in words(observed)}
    return [
        table
        for table in observed.before.homes().tables()
        if (table in observed.effects.rewritten or table.name.casefold() in said) and observed.is_old(table)
    ]
