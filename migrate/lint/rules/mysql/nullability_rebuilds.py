"""A column begins or ceases to allow NULL: the table is built anew.

Sees: only that differs in a column from before the file, and the server made the table anew.

Hurts: it takes as long as a copy, and as much disk; replicas do it again behind.

Instead: a CHECK does not help here; have the column right from the beginning, or let an online tool do it.
"""

from __future__ import annotations

from migrate.lint.altering import Cause, altered
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Findings, rule
from migrate.lint.words import called, listed
from migrate.schema.model import Column, SchemaObject

_VERBS = {True: ("allows NULL", "allow NULL"), False: ("is NOT NULL", "are NOT NULL")}


@rule("MY147", "nullability-rebuilds", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for it where it had its price."""
    if any(altered(observed, Cause.FOREIGN)):
        return  # the copy is for the foreign key
    found = list(altered(observed, Cause.NULLABLE))
    for nullable, (one, many) in _VERBS.items():
        same = [each for each in found if _allows(each.object) is nullable]
        if same:
            names = listed([called(each.object) for each in same])
            yield same[0].finding(f"{names} {one if len(same) == 1 else many}", same[0].online())


def _allows(column: SchemaObject) -> bool:
    return isinstance(column, Column) and column.nullable
