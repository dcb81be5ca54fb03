"""A file has several statements that change the schema, and each of them commits by itself.

Sees: more than one of them changed something that was there before the file.

Hurts: if one fails, what stands before it stays.  migrate goes on behind it once the cause is mended; but
between the two the schema is one that nobody wrote.

Instead: one change a file, or one ALTER TABLE with all of its clauses: that is done whole, or not at all.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed, ObservedFile
from migrate.lint.rule import MYSQL, Finding, Findings, file_rule
from migrate.lint.words import called
from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.model import Ident


@file_rule("MY201", "several-ddl", Severity.INFO, dialects=MYSQL)
def check(file: ObservedFile) -> Findings:
    """Look for the second change of what was there, one finding a file."""
    changing = [(each, table) for each in file.statements if (table := _old_table(each)) is not None]
    if len(changing) < 2:
        return
    (first, one), (second, other) = changing[:2]
    joined = one == other and second.index == first.index + 1 and _joins(first, second)
    instead = f"-- one ALTER TABLE {called(one)} with both clauses" if joined else "-- a file of its own"
    yield Finding(
        second,
        f"if this fails, what line {first.line} did to {called(one)} stays: each statement commits by itself",
        other,
        instead=(instead,),
    )


def _joins(first: Observed, second: Observed) -> bool:
    """Return whether one ALTER TABLE can do both: what goes first must not come again by its name."""
    gone = {change.object.ident for change in first.changes if isinstance(change, Drop)}
    again = {change.object.ident for change in second.changes if isinstance(change, Add)}
    return first.statement.keyword == second.statement.keyword == "ALTER" and not gone & again


def _old_table(observed: Observed) -> Ident | None:
    """Return the table from before the file that a statement changed."""
    homes = (_home(change) for change in observed.changes)
    return next((each for each in homes if each.kind == "table" and observed.is_old(each)), None)


def _home(change: Change) -> Ident:
    each = change.old if isinstance(change, (Modify, Rename)) else change.object
    return each.ident.parent or each.ident
