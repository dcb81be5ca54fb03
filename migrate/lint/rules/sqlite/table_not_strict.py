"""A table is made without STRICT: its columns take values of any type.

Sees: a new table that is not STRICT, on SQLite 3.37 or later.

Hurts: text in a column of numbers is stored as it is, and shows when it is read.

Instead: STRICT behind the closing parenthesis, with the types INTEGER, REAL, TEXT, BLOB and ANY.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import SQLITE, Finding, Findings, rule
from migrate.lint.words import called
from migrate.schema.model import Table

_SINCE = (3, 37)


@rule("LT106", "table-not-strict", Severity.INFO, dialects=SQLITE)
def check(observed: Observed) -> Findings:
    """Look for new tables without it."""
    if observed.version < _SINCE or observed.statement.keyword != "CREATE":
        return
    for table in observed.added(Table):
        if table.option("strict") is None:
            what = f"{called(table)} takes values of any type in every column"
            yield Finding(observed, what, table.ident, instead=(f"CREATE TABLE {table.name} (…) STRICT;",))
