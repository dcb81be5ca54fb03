"""A table has had nearly as many INSTANT changes of its columns as it takes before it must be built anew.

Sees: what MySQL 8.0.29 and later count in `information_schema.innodb_tables.total_row_versions`.  On the dev
database a statement added or dropped a column of a table from before the file by ALGORITHM=INSTANT, and three
quarters of the budget are used (of 64 versions; of 255 since 9.1).  The count is that of the migrations
alone, on tables that are mostly empty: what was altered by hand on a live server, or rebuilt there with
OPTIMIZE TABLE, is not in it.  MariaDB keeps no such versions and has no such limit.

Hurts: one more column, one day, and the same kind of statement builds the whole table anew; with
`ALGORITHM=INSTANT` in it, it fails (error 4092).

Instead: build the table anew at a time of your own choice, with OPTIMIZE TABLE or an online tool: that sets
the count to nought.  Several columns in one ALTER TABLE are one version.
"""

from __future__ import annotations

from migrate.lint.altering import facts
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding, Findings, rule
from migrate.lint.words import called, path
from migrate.schema.changes import Add, Drop
from migrate.schema.model import Column


@rule("MY154", "row-versions", Severity.WARNING, dialects=("mysql",))
def check(observed: Observed) -> Findings:
    """Look for tables whose budget comes to its end."""
    seen = facts(observed)
    if seen.algorithm != "INSTANT" or seen.row_versions * 4 < seen.most_row_versions * 3:
        return
    tables = {
        change.ident.parent
        for change in observed.changes
        if isinstance(change, (Add, Drop)) and isinstance(change.object, Column)
    }
    for table in tables:
        if table is not None and observed.is_old(table) and seen.most_row_versions:
            yield Finding(
                observed,
                f"{called(table)} has had {seen.row_versions} of the {seen.most_row_versions} INSTANT changes"
                " of its columns that it takes",
                table=table,
                instead=("-- when little happens:", f"OPTIMIZE TABLE {path(table, 'mysql')};"),
            )
