"""A view is left behind that cannot be read.

Sees: behind the last statement SQLite refuses a SELECT from a view that it took before the file.

Hurts: everything that reads the view fails; and the next ALTER TABLE … RENAME fails, too, on any table.

Instead: drop the view before, and make it again behind.
"""

from __future__ import annotations

from migrate.dialects.sqlite.observe import SqliteEffects
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.rule import SQLITE, Finding, Findings, file_rule
from migrate.lint.words import called, quoted


@file_rule("LT109", "view-broken", Severity.ERROR, dialects=SQLITE)
def check(file: ObservedFile) -> Findings:
    """Look behind the last statement that could break one."""
    looked = [each for each in file.statements if each.seen(SqliteEffects).looked]
    for view, why in looked[-1].seen(SqliteEffects).broken_views if looked else ():
        yield Finding(
            looked[-1],
            f"the view {called(view)} cannot be read any more: {why}",
            instead=(f"DROP VIEW {quoted(view.name, 'sqlite')};", "-- before, and CREATE VIEW behind"),
        )
