"""DROP TABLE names several tables, and one of them is not there: MariaDB drops the others and then fails.

Sees: the statement fails for an unknown table, and names one that is there as well.

Hurts: what was dropped stays so, although the statement failed; running it again fails for the next one.

Instead: DROP TABLE IF EXISTS, or one table a statement.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding, Findings, rule
from migrate.lint.text import words
from migrate.lint.words import called, listed, path

_UNKNOWN_TABLE = "1051"


@rule("MY207", "half-dropped", Severity.ERROR, dialects=("mariadb",))
def check(observed: Observed) -> Findings:
    """Look for tables that went all the same."""
    if observed.failure is None or observed.failure.state != _UNKNOWN_TABLE:
        return
    said = {word.text.strip("`").casefold() for word in words(observed)}
    gone = [table for table in observed.before.homes().tables() if table.name.casefold() in said]
    if gone:
        yield Finding(
            observed,
            f"fails, and drops {listed([called(table) for table in gone])} all the same",
            gone[0],
            instead=tuple(f"DROP TABLE IF EXISTS {path(table, observed.dialect)};" for table in gone),
        )
