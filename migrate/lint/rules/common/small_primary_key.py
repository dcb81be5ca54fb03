"""A table counts its rows in a column that ends at 2 147 483 647 or earlier.

Sees: a new table whose primary key is one integer column that counts by itself and is smaller than bigint.

Hurts: INSERT fails on the day it is full; making it wider writes the whole table anew, and every foreign key
to it.

Instead: bigint from the beginning.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, quoted
from migrate.schema.model import Column, Constraint, Table

_SMALL = ("smallint", "integer", "int", "mediumint", "tinyint")


@rule("SC105", "small-primary-key", Severity.INFO, dialects=POSTGRES + MYSQL)
def check(observed: Observed) -> Findings:
    """Look for new keys that count."""
    for table in observed.added(Table):
        for key in observed.after.on(table.ident):
            if not isinstance(key, Constraint) or key.variant != "primary" or len(key.columns) != 1:
                continue
            column = table.column(key.columns[0])
            if column is not None and _counts(column) and column.type.partition("(")[0] in _SMALL:
                yield Finding(
                    observed,
                    f"{called(column)} counts in {column.type}, which comes to an end",
                    table.ident,
                    instead=(f"{quoted(column.name, observed.dialect)} {_large(column, observed.dialect)}",),
                )


def _large(column: Column, dialect: str) -> str:
    """Return the type that does not come to an end, counting as the column does."""
    if dialect in MYSQL:
        return "bigint NOT NULL AUTO_INCREMENT"
    if column.identity is None:
        return "bigserial"
    return f"bigint GENERATED {column.identity.upper()} AS IDENTITY"


def _counts(column: Column) -> bool:
    return column.identity is not None or "nextval(" in (column.default or "")
