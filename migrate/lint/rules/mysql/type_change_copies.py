"""A column gets another type, and the server copies the table for it.

Sees: the type of a column from before the file is another one, and the server took the statement only with
ALGORITHM=COPY, or built the table anew.  What it does in an instant, such as a longer VARCHAR on MariaDB,
is not told of.

Hurts: writes to the table wait until every row is copied, and a replica does the same again behind.

Instead: a second column of the new type, filled in batches; then let the code use it, and drop the old
one.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, altered, beside
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import called
from migrate.schema.model import Column, SchemaObject


@rule("MY130", "type-change-copies", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.TYPE):
        what = f"{called(each.object)} becomes {_type(each.object)}"
        yield each.finding(what, *beside(each.object, observed.dialect), each.online())


def _type(column: SchemaObject) -> str:
    return column.type if isinstance(column, Column) else ""
