"""A stored generated column: the table is written anew under ACCESS EXCLUSIVE to compute it for every row.

Sees: the column came to a table that was there before the file, or its expression changed, and the table
has new files.

Hurts: nobody reads or writes the table until every row is written and every index built again.

Instead: from PostgreSQL 18 a VIRTUAL column, which is computed when it is read; before that a plain column
that a trigger keeps, filled in batches.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import home
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, path, quoted
from migrate.schema.model import Column


@rule("PG309", "stored-generated", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for columns that were computed for each row."""
    changed = [new for old, new in observed.modified(Column) if old.generated != new.generated]
    for column in (*observed.added(Column), *changed):
        table = home(column)
        if not observed.is_old(table) or table not in observed.effects.rewritten or not column.stored:
            continue
        name = quoted(column.name)
        virtual = f"{name} {column.type} GENERATED ALWAYS AS ({column.generated}) VIRTUAL"
        plain = (
            f"ALTER TABLE {path(table)} ADD COLUMN {name} {column.type};",
            "-- keep it by a trigger, and fill the old rows in batches",
        )
        yield Finding(
            observed,
            f"{called(column)} is computed for each row: all rows of {called(table)} are written anew under"
            " ACCESS EXCLUSIVE, reads and writes wait",
            table=table,
            lock=observed.effects.lock_on(table),
            instead=(f"ALTER TABLE {path(table)} ADD COLUMN {virtual};",)
            if observed.version >= (18,)
            else plain,
        )
