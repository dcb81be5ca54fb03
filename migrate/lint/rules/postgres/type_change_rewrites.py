"""A type or collation change that writes the table or its indexes anew, under ACCESS EXCLUSIVE.

Sees: a column's type or collation is another one after the statement, and the table or indexes on it have
new files.  Changes that only touch the catalog, such as varchar(10) to text, are not told of.

Hurts: nobody reads or writes the table until every row is written and every index built again.

Instead: a new column of the new type beside the old one, kept in step by a trigger, filled in batches;
then let the code use it, and drop the old one in a later release.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, invented, listed, path, quoted
from migrate.schema.model import Column, Ident


@rule("PG301", "type-change-rewrites", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for columns of another type whose table was written anew."""
    for old, new in observed.modified(Column):
        if (old.type, old.collation) == (new.type, new.collation):
            continue
        table = Ident("table", new.schema, new.table)
        indexes = [
            each.name
            for each in observed.effects.rewritten
            if each.kind == "index" and each.table == new.table and each.schema == new.schema
        ]
        if table in observed.effects.rewritten:
            what = f"all rows of {called(table)} are written anew"
        elif indexes:
            what = f"{listed(indexes)} on {called(table)} {'are' if len(indexes) > 1 else 'is'} built anew"
        else:
            continue
        change = f"{old.type} to {new.type}" if old.type != new.type else f"collation {new.collation}"
        other = quoted(invented(new.name, "new"))
        collated = f" COLLATE {new.collation}" if new.collation else ""
        yield Finding(
            observed,
            f"{called(new.ident)} changes from {change}: {what} under ACCESS EXCLUSIVE, reads and writes wait"
            if old.type != new.type
            else f"{called(new.ident)} gets {change}: {what} under ACCESS EXCLUSIVE, reads and writes wait",
            table=table,
            lock=observed.effects.lock_on(table),
            instead=(
                f"ALTER TABLE {path(table)} ADD COLUMN {other} {new.type}{collated};",
                f"-- keep it in step by a trigger, fill it in batches, use it, then drop {quoted(new.name)}",
            ),
        )
