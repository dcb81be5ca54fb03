"""A column that is NOT NULL and has no default comes to a table: its rows get 0 or the empty string.

Sees: such a column on a table from before the file, and that the server took it.

Hurts: nobody chose the value, and nobody can tell it from a real one; and in strict mode every INSERT of
code that does not know the column fails.

Instead: say the default, or allow NULL, fill the column in batches, and set NOT NULL later.
"""

from __future__ import annotations

from migrate.lint.dependence import On, dependences
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Finding, Findings, rule
from migrate.lint.words import called, path, quoted
from migrate.schema.model import Column


@rule("MY101", "implicit-default", Severity.ERROR, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it on tables that may have rows."""
    for each in dependences(observed):
        column = each.object
        if each.on is On.REQUIRED and isinstance(column, Column) and observed.failure is None:
            table, name = path(each.table, observed.dialect), quoted(column.name, observed.dialect)
            yield Finding(
                observed,
                f"{called(column)} is NOT NULL and has no default: rows of {called(each.table)} get 0, the"
                " empty string or the like, and an INSERT that does not name it fails",
                table=each.table,
                instead=(
                    f"ALTER TABLE {table} ADD COLUMN {name} {column.type};",
                    "-- fill it in batches; then, in a later file, set NOT NULL",
                ),
            )
