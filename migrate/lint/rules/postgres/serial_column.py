"""A new serial or identity column: every row gets a number, and the table is written anew under ACCESS
EXCLUSIVE.

Sees: a column that counts came to a table that was there before the file, and the table has new files.

Hurts: nobody reads or writes the table until every row is written and every index built again.

Instead: add a plain column and a sequence, set the default for new rows, and fill the old ones in batches.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import home
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, path, quoted
from migrate.schema.model import Column


@rule("PG310", "serial-column", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for columns that brought a number for each row."""
    for column in observed.added(Column):
        table = home(column)
        if not observed.is_old(table) or table not in observed.effects.rewritten:
            continue
        if column.identity is None and "nextval(" not in (column.default or ""):
            continue
        name, sequence = quoted(column.name), quoted(f"{table.name}_{column.name}_seq")
        yield Finding(
            observed,
            f"{called(column)} numbers each row: all rows of {called(table)} are written anew under"
            " ACCESS EXCLUSIVE, reads and writes wait",
            table=table,
            lock=observed.effects.lock_on(table),
            instead=(
                f"ALTER TABLE {path(table)} ADD COLUMN {name} {column.type};",
                f"CREATE SEQUENCE {sequence} OWNED BY {path(table)}.{name};",
                f"ALTER TABLE {path(table)} ALTER COLUMN {name} SET DEFAULT nextval('{sequence}');",
                "-- fill the old rows in batches, in a file of its own",
            ),
        )
