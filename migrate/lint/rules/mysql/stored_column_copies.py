"""A stored generated column comes, changes or becomes a plain one: the table is copied.

Sees: such a column on a table from before the file, and a copy of the table.

Hurts: writes wait until the value of every row is computed and written.

Instead: VIRTUAL, which is computed when it is read, and can have an index too.
"""

from __future__ import annotations

from migrate.lint.altering import Altered, Cause, altered
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import called, path, quoted
from migrate.schema.model import Column


@rule("MY140", "stored-column-copies", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.STORED):
        yield each.finding(f"{called(each.object)} is computed and stored in every row", *_virtual(each))


def _virtual(each: Altered) -> tuple[str, ...]:
    """Return the column as one that is not stored."""
    column, dialect = each.object, each.observed.dialect
    if not isinstance(column, Column) or column.generated is None:
        return ()
    what = f"{quoted(column.name, dialect)} {column.type} AS ({column.generated}) VIRTUAL"
    return (f"ALTER TABLE {path(each.table, dialect)} ADD COLUMN {what};",)
