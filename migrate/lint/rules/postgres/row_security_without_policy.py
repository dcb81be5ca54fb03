"""Row security is on, and the table has no policy: nobody but the owner sees a row.

Sees: behind the file a table that it made or changed has row security enabled and no policy.

Hurts: queries of everybody else find nothing, without an error.

Instead: make the policies in the same file.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed, ObservedFile
from migrate.lint.rule import POSTGRES, Finding, Findings, file_rule
from migrate.lint.words import called, path
from migrate.schema.changes import Drop, Modify
from migrate.schema.model import Ident, Policy, Table


@file_rule("PG404", "row-security-without-policy", Severity.WARNING, dialects=POSTGRES)
def check(file: ObservedFile) -> Findings:
    """Look for tables that have become closed."""
    if not file.statements:
        return
    last = file.statements[-1].after
    concerned = set().union(*(observed.concerned() for observed in file.statements))
    for table in filter(None, map(last.table, sorted(concerned))):
        closed = (table.option("row_security") or "") in ("enabled", "forced")
        if closed and not any(isinstance(each, Policy) for each in last.on(table.ident)):
            observed = _cause(file, table.ident)
            if observed is not None:
                name = path(table)
                yield Finding(
                    observed,
                    f"{called(table)} has row security and no policy: all but its owner see no row",
                    table=table.ident,
                    instead=(f"CREATE POLICY … ON {name} USING (…);",),
                )


def _cause(file: ObservedFile, table: Ident) -> Observed | None:
    """Return the last statement that switched it on, or took the last policy away."""
    for observed in reversed(file.statements):
        for change in observed.changes:
            match change:
                case Modify(Table() as old, Table() as new) if new.ident == table:
                    if old.option("row_security") != new.option("row_security"):
                        return observed
                case Drop(Policy() as policy) if policy.ident.parent == table:
                    return observed
    return None
