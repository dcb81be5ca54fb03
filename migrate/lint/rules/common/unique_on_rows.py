"""A unique key comes to columns that may hold duplicates already.

Sees: a unique index or constraint, or a primary key, on a table that was there before the file, over
columns that were there as well and no part of which was unique.

Hurts: it fails if two rows are alike, and that shows in production alone.

Instead: look for duplicates first, and mend them in a migration before this one.
"""

from __future__ import annotations

from migrate.lint.dependence import On, dependences, server_words
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding, Findings, rule
from migrate.lint.words import called, columns, path
from migrate.schema.model import Constraint, Index, SchemaObject


@rule("MF101", "unique-on-rows", Severity.WARNING)
def check(observed: Observed) -> Findings:
    """Look for it on tables that may have rows."""
    for each in dependences(observed):
        if each.on is On.UNIQUE:
            table, dialect = path(each.table, observed.dialect), observed.dialect
            yield Finding(
                observed,
                f"{each.object.name} makes {called(each.table)} unique: fails if two rows are alike"
                + server_words(observed, each.on),
                table=each.table,
                instead=_search(each.object, table, dialect),
            )


def _search(key: SchemaObject, table: str, dialect: str) -> tuple[str, ...]:
    """Return a query for the rows that are alike."""
    parts = ""
    if isinstance(key, Index):
        parts = ", ".join(key.parts)
    elif isinstance(key, Constraint) and key.variant != "exclude":
        parts = columns(key.columns, dialect)
    if not parts:
        return ()
    where = f" WHERE {key.where}" if isinstance(key, Index) and key.where else ""
    return (
        "-- before it, see that this finds nothing:",
        f"SELECT {parts}, count(*) FROM {table}{where} GROUP BY {parts} HAVING count(*) > 1;",
    )
