"""A column's type means something else to SQLite than it says.

Sees: a type whose words give another affinity: STRING, UUID or JSON are numeric, so '007' becomes 7 and
'1e5' becomes 100000.0; FLOATING POINT is an integer, for it has `int` in it.

Hurts: what is read is not what was written, and nobody is told.

Instead: TEXT, REAL, INTEGER, BLOB; best in a STRICT table, which knows no others.
"""

from __future__ import annotations

import re

from migrate.dialects.sqlite.types import affinity
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import SQLITE, Finding, Findings, rule
from migrate.lint.words import called, quoted
from migrate.schema.changes import Add
from migrate.schema.model import Column, Table

_MEANT = (
    (re.compile(r"str(?:ing)?\b|uuid\b|guid\b|json\b|enum\b", re.IGNORECASE), "text"),
    (re.compile(r".*\bpoint\b", re.IGNORECASE), "real"),
)
"""What a type begins with, and what its author means by it."""


@rule("LT107", "surprising-affinity", Severity.WARNING, dialects=SQLITE)
def check(observed: Observed) -> Findings:
    """Look for columns of such types."""
    for change in observed.changes:
        match change:
            case Add(Table() as table) if table.option("strict") is None:
                found = table.columns
            case Add(Column() as column):
                found = (column,)
            case _:
                continue
        for column in found:
            meant = next((each for words, each in _MEANT if words.match(column.type)), None)
            if meant is not None and affinity(column.type) != meant:
                kind = affinity(column.type).upper()
                yield Finding(
                    observed,
                    f"{called(column)} of type {column.type} has the affinity {kind}",
                    column.ident.parent,
                    instead=(f"{quoted(column.name, 'sqlite')} {meant.upper()}",),
                )
