"""A column gets a type in which some of its values have no room.

Sees: the type of a column from before the file changed to one that does not take every value of the old
one.

Hurts: in strict mode the statement fails on the first such value; without it the value is cut, and nobody
is told.

Instead: look for such values first, and mend them in a migration before this one.
"""

from __future__ import annotations

from migrate.dialects.mysql.narrowing import lost
from migrate.lint.altering import facts
from migrate.lint.dependence import server_words
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Finding, Findings, rule
from migrate.lint.words import called, path
from migrate.schema.model import Column, Ident


@rule("MY103", "type-narrows", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for values that have no room."""
    for old, new in observed.modified(Column):
        condition = lost(old, new)
        if condition is None:
            continue
        table = Ident("table", new.schema, new.table)
        what = "fails" if facts(observed).strict else "cuts values without a word"
        yield Finding(
            observed,
            f"{called(new)} changes from {_type(old, new)} to {_type(new, old)}: {what} if a value has no"
            f" room{server_words(observed)}",
            table=table,
            instead=(
                "-- before it, see that this finds nothing:",
                f"SELECT count(*) FROM {path(table, observed.dialect)} WHERE {condition};",
            ),
        )


def _type(column: Column, other: Column) -> str:
    return column.type if column.type != other.type else f"{column.type} in {column.collation}"
