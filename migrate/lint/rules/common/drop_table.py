"""A table that was there before the file is dropped, with all of its rows.

Sees: the table is in the schema before the statement and not after it, whatever dropped it: DROP TABLE, a
DROP SCHEMA or a CASCADE.  A table that the same file made is not told of, nor one that it only builds anew:
its rows go over into another table, and that has its name in the end.  Where its rows went over into one of
another name, that is said, and the finding is a warning: nobody can tell whether none is missing.

Hurts: the rows are gone, and no way back brings them again.  Code that still runs fails on its next query.

Instead: rename it first and let a release go by; when nobody has missed it, drop it and say so with `--
migrate:data-loss-ok REASON` above the statement.
"""

from __future__ import annotations

from collections.abc import Sequence

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Deploy, Observed
from migrate.lint.lost import copied, lost_tables
from migrate.lint.rule import Finding, Findings, deploy_rule
from migrate.lint.words import called, invented, path, quoted
from migrate.schema.model import Table


@deploy_rule("DS102", "drop-table", Severity.ERROR)
def check(deploy: Deploy) -> Findings:
    """Look for tables that went."""
    statements = [observed for file in deploy for observed in file.statements]
    for file in deploy:
        for observed, table in lost_tables(file):
            if observed.said.data_loss_ok is None:
                yield _finding(observed, table, statements)


def _finding(observed: Observed, table: Table, statements: Sequence[Observed]) -> Finding:
    what, old = f"{called(table)} is dropped with all of its rows", path(table, observed.dialect)
    new = table.ident._replace(name=invented(table.name, "dropped"))
    copy = copied(statements, table, observed)
    if copy is not None:
        by = copy.by
        where = f"line {by.line}" if by.file == observed.file else f"{by.file}, line {by.line}"
        what += f"; rows of it were copied into {called(copy.into)} ({where}): see that none is missing"
    return Finding(
        observed,
        what,
        table=table.ident,
        instead=(
            f"ALTER TABLE {old} RENAME TO {quoted(new.name, observed.dialect)};",
            "-- in a later release, with `-- migrate:data-loss-ok REASON` above it:",
            f"DROP TABLE {path(new, observed.dialect)};",
        ),
        severity=Severity.WARNING if copy is not None else None,
    )
