"""A statement ends a transaction that the file had begun, without a word.

Sees: a transaction was open before the statement and not behind it, and it is no COMMIT or ROLLBACK.

Hurts: what was done in the transaction is kept, whatever happens next; a ROLLBACK further down does
nothing.

Instead: take BEGIN and COMMIT out: on MySQL and MariaDB DDL cannot be part of a transaction.
"""

from __future__ import annotations

from migrate.lint.altering import facts
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Finding, Findings, rule


@rule("MY203", "implicit-commit", Severity.ERROR, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for a transaction that is over."""
    if facts(observed).committed:
        word = observed.statement.keyword
        yield Finding(observed, f"{word} commits the transaction that the file began: no ROLLBACK undoes it")
