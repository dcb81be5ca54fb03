"""A column cannot be dropped or renamed: something still uses it.

Sees: SQLite refuses ALTER TABLE and names the index, view or trigger that the statement would break, or
says that the column is part of a key.

Hurts: the migration stops there.

Instead: drop what uses the column before, and make it again behind.
"""

from __future__ import annotations

import re

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import SQLITE, Finding, Findings, rule
from migrate.lint.words import quoted

_IN_USE = re.compile(r"error in (index|view|trigger) (.+?)(?: after .*?)?: ", re.DOTALL)
_KEY = re.compile(r'cannot drop (PRIMARY KEY|UNIQUE) column: "(.*)"')


@rule("LT111", "column-in-use", Severity.ERROR, dialects=SQLITE)
def check(observed: Observed) -> Findings:
    """Look for what SQLite names."""
    failure = observed.failure
    if failure is None or observed.statement.keyword != "ALTER":
        return
    if found := _IN_USE.match(failure.message):
        kind, name = found.groups()
        yield Finding(
            observed,
            f"the {kind} {name} uses what goes: {failure.message}",
            instead=(f"DROP {kind.upper()} {quoted(name, 'sqlite')};", f"{observed.text};"),
        )
    elif found := _KEY.match(failure.message):
        what = f"{found[2]} is part of a {found[1]} key: the table has to be built anew without it"
        yield Finding(observed, what)
