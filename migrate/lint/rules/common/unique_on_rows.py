"""A unique key comes to columns that may hold duplicates already.

Sees: a unique index or constraint, or a primary key, on a table that was there before the file, over
columns that were there as well and no part of which was unique.

Hurts: it fails if two rows are alike, and that shows in production alone.

Instead: look for duplicates first, and mend them in a migration before this one.
"""

from __future__ import annotations

import re

from migrate.lint.dependence import On, dependences, server_words
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Finding, Findings, rule
from migrate.lint.text import says
from migrate.lint.words import called, path, quoted
from migrate.schema.model import Constraint, Index, SchemaObject

_ORDER = re.compile(r"(\s+(ASC|DESC|NULLS\s+(FIRST|LAST)|\w+_ops))+$", re.IGNORECASE)
_PREFIX = re.compile(r"(`?\w+`?)\((\d+)\)")


@rule("MF101", "unique-on-rows", Severity.WARNING)
def check(observed: Observed) -> Findings:
    """Look for it on tables that may have rows."""
    for each in dependences(observed):
        if each.on is On.UNIQUE:
            yield Finding(
                observed,
                f"{each.object.name} makes {called(each.table)} unique: fails if two rows are alike"
                + server_words(observed, each.on),
                table=each.table,
                instead=_search(observed, each.object),
            )


def _search(observed: Observed, key: SchemaObject) -> tuple[str, ...]:
    """Return a query for the rows that are alike; those with a NULL in the key are like no others."""
    if isinstance(key, Index):
        parts = [_value(part, observed.dialect) for part in key.parts]
        where = [key.where] if key.where else []
    elif isinstance(key, Constraint) and key.variant != "exclude":
        parts, where = [quoted(name, observed.dialect) for name in key.columns], []
    else:
        return ()
    home, table = key.ident.parent, observed.table_of(key)
    assert home is not None
    if table is not None and not says(observed, "NULLS", "NOT", "DISTINCT"):
        nullable = {quoted(each.name, observed.dialect) for each in table.columns if each.nullable}
        where += [f"{part} IS NOT NULL" for part in parts if part in nullable]
    listed, condition = ", ".join(parts), f" WHERE {' AND '.join(where)}" if where else ""
    return (
        "-- before it, see that this finds nothing:",
        f"SELECT {listed}, count(*) FROM {path(home, observed.dialect)}{condition} GROUP BY {listed}"
        " HAVING count(*) > 1;",
    )


def _value(part: str, dialect: str) -> str:
    """Return what is compared of a part of an index: not its order, in MySQL of a prefix that alone."""
    part = _ORDER.sub("", part)
    prefix = _PREFIX.fullmatch(part) if dialect in MYSQL else None
    return f"left({prefix[1]}, {prefix[2]})" if prefix else part
