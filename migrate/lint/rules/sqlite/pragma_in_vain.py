"""A PRAGMA does nothing where it stands: SQLite passes over it without a word.

Sees: the value that was asked for is not the one that is read back.  `foreign_keys` cannot change in a
transaction, `page_size` and `auto_vacuum` not without VACUUM.

Hurts: what follows runs with foreign keys checked, or unchecked, against what the file says.

Instead: put it first in the file, before everything else, where migrate runs it outside the transaction.
"""

from __future__ import annotations

from migrate.dialects.sqlite.observe import SqliteEffects
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import SQLITE, Finding, Findings, rule


@rule("LT103", "pragma-in-vain", Severity.ERROR, dialects=SQLITE)
def check(observed: Observed) -> Findings:
    """Look for values that stayed as they were."""
    name = observed.seen(SqliteEffects).in_vain
    if name:
        yield Finding(
            observed,
            f"PRAGMA {name} does nothing here: it has the value it had",
            instead=(
                ("-- first in the file:", f"{observed.text};")
                if name == "foreign_keys"
                else (f"{observed.text};", "VACUUM;")
            ),
        )
