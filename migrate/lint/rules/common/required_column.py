"""A column that must have a value comes to a table that may have rows, and has no default.

Sees: a NOT NULL column without default, on a table that was there before the file.  MySQL and MariaDB take
most types and put in a value of their own, which MY101 tells.  Behind a TRUNCATE in the same file it is a
warning: only running code is left to fail.

Hurts: it fails as soon as the table has a row; and every INSERT of code that does not know the column
fails.

Instead: add it with a default, or allow NULL, fill it in batches, and set NOT NULL later.
"""

from __future__ import annotations

from migrate.lint.dependence import On, dependences, emptied, server_words
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Finding, Findings, rule
from migrate.lint.words import called, path, quoted
from migrate.schema.model import Column, SchemaObject


@rule("MF103", "required-column", Severity.ERROR)
def check(observed: Observed) -> Findings:
    """Look for it on tables that may have rows."""
    for each in dependences(observed):
        if each.on is On.REQUIRED and (observed.dialect not in MYSQL or observed.failure):
            table, dialect = path(each.table, observed.dialect), observed.dialect
            name = quoted(each.object.name, dialect)
            empty = emptied(observed, each.table) and not observed.failure
            fails = "" if empty else f"fails if {called(each.table)} has rows, and then "
            yield Finding(
                observed,
                f"{called(each.object)} is NOT NULL and has no default: {fails}every INSERT that does not"
                f" name it{' fails' if empty else server_words(observed, each.on)}",
                table=each.table,
                severity=Severity.WARNING if empty else None,
                instead=(
                    f"ALTER TABLE {table} ADD COLUMN {name} {_type(each.object)};",
                    "-- fill it in batches; then, in a later file, set NOT NULL",
                ),
            )


def _type(column: SchemaObject) -> str:
    return column.type if isinstance(column, Column) else ""
