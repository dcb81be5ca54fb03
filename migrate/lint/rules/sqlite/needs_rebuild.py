"""ALTER TABLE asks for what SQLite can only do by building the table anew.

Sees: SQLite refuses the statement, some also without rows, and says that such a column or change cannot
be.

Hurts: the migration stops there.

Instead: make a new table, copy the rows, drop the old one, rename the new one, with foreign keys off from
the first statement of the file.  `migrate diff` writes that.
"""

from __future__ import annotations

from migrate.lint.dependence import dependences
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import SQLITE, Finding, Findings, rule
from migrate.lint.text import table_after
from migrate.lint.words import called, quoted

_ONLY_ADDS = ("Cannot add a", "cannot add a")
_KNOWS_NOT = ('near "ALTER": syntax error', 'near "MODIFY": syntax error', 'near "CONSTRAINT": syntax error')


@rule("LT110", "needs-rebuild", Severity.ERROR, dialects=SQLITE)
def check(observed: Observed) -> Findings:
    """Look for what SQLite cannot do otherwise."""
    failure = observed.failure
    if failure is None or observed.statement.keyword != "ALTER" or any(dependences(observed)):
        return
    table = table_after(observed, "TABLE")
    if table is not None and failure.message.startswith((*_ONLY_ADDS, *_KNOWS_NOT)):
        name, new = quoted(table.name, "sqlite"), quoted(f"{table.name}_new", "sqlite")
        yield Finding(
            observed,
            f"{called(table)} has to be built anew for this: {failure.message}",
            table.ident,
            instead=(
                "-- first in the file:",
                "PRAGMA foreign_keys = OFF;",
                f"CREATE TABLE {new} (…);",
                f"INSERT INTO {new} (…) SELECT … FROM {name};",
                f"DROP TABLE {name};",
                f"ALTER TABLE {new} RENAME TO {name};",
                "PRAGMA foreign_key_check;",
            ),
        )
