"""A foreign key comes to a table while the server checks them: the table is copied.

Sees: a foreign key on a table from before the file, and a copy of the table.

Hurts: writes wait until every row is copied and has found its parent.

Instead: see by a query that no row refers to nothing, then add it with foreign_key_checks off, which is an
entry in the catalog alone.
"""

from __future__ import annotations

from migrate.lint.altering import Altered, Cause, altered
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import path, quoted
from migrate.schema.model import Constraint, Ident


@rule("MY131", "foreign-key-copies", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    for each in altered(observed, Cause.FOREIGN):
        yield each.finding(f"{each.object.name} is checked on every row", *_unchecked(each))


def _unchecked(each: Altered) -> tuple[str, ...]:
    """Return a query for rows that refer to nothing, and the key added without a look at them."""
    key, dialect = each.object, each.observed.dialect
    if not isinstance(key, Constraint):
        return ()
    table, parent = path(each.table, dialect), path(Ident("table", key.ref_schema, key.ref_table), dialect)
    pairs = zip(key.columns, key.ref_columns, strict=True)
    same = " AND ".join(f"p.{quoted(to, dialect)} = c.{quoted(own, dialect)}" for own, to in pairs)
    filled = " AND ".join(f"c.{quoted(own, dialect)} IS NOT NULL" for own in key.columns)
    name = quoted(key.name, dialect)
    gone = [
        f"ALTER TABLE {table} DROP FOREIGN KEY {quoted(old.name, dialect)};"
        for old in each.observed.dropped(Constraint)
        if old.variant == "foreign" and old.ident.parent == each.table
    ]
    return (
        "-- before it, see that this finds nothing, and that nobody adds such rows:",
        f"SELECT c.* FROM {table} c LEFT JOIN {parent} p ON {same}",
        f" WHERE {filled} AND p.{quoted(key.ref_columns[0], dialect)} IS NULL;",
        *gone,
        "SET foreign_key_checks = 0;",
        f"ALTER TABLE {table} ADD CONSTRAINT {name} {key.definition}, ALGORITHM=INPLACE, LOCK=NONE;",
        "SET foreign_key_checks = 1;",
    )
