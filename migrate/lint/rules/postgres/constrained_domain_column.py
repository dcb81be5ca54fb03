"""A new column of a domain with a condition: the table is written anew under ACCESS EXCLUSIVE, even if it
is empty.

Sees: a column of a domain came to a table that was there before the file, without a default, and the table
has new files.

Hurts: nobody reads or writes the table until every row is written and every index built again.

Instead: a column of the plain type, with the condition as a CHECK that is NOT VALID at first.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import home
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called
from migrate.schema.model import Column


@rule("PG313", "constrained-domain-column", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for columns of domains that brought a check of each row."""
    for column in observed.added(Column):
        table = home(column)
        if not observed.is_old(table) or table not in observed.effects.rewritten:
            continue
        if column.default is not None or column.identity is not None or column.generated is not None:
            continue
        yield Finding(
            observed,
            f"{called(column)} is of the domain {column.type}, which has a condition: all rows of"
            f" {called(table)} are written anew under ACCESS EXCLUSIVE, reads and writes wait",
            table=table,
            lock=observed.effects.lock_on(table),
        )
