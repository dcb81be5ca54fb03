"""REFERENCES stands in a statement, and the table has no foreign key for it: the server passes over it.

Sees: the words, and fewer new foreign keys than times they stand there.  MySQL ignores REFERENCES behind a
column, every engine but InnoDB ignores foreign keys altogether.

Hurts: nothing keeps rows from referring to what is not there, although the file says so.

Instead: ADD CONSTRAINT … FOREIGN KEY … REFERENCES, on a table of InnoDB.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Finding, Findings, rule
from migrate.lint.text import words
from migrate.lint.words import path
from migrate.schema.changes import Modify, Rename
from migrate.schema.model import Constraint


@rule("MY102", "references-ignored", Severity.ERROR, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for foreign keys that are not there."""
    if observed.statement.keyword not in ("ALTER", "CREATE") or observed.failure is not None:
        return
    said = [word for word in words(observed) if word.text == "REFERENCES"]
    made = [each for each in observed.added(Constraint) if each.variant == "foreign"]
    if said and _is_table(observed) and len(made) < len(said):
        yield Finding(
            observed,
            "REFERENCES is ignored: the server made no foreign key for it",
            at=said[0].offset,
            instead=(f"ALTER TABLE {_table(observed)} ADD FOREIGN KEY (…) REFERENCES … (…);",),
        )


def _is_table(observed: Observed) -> bool:
    """Return whether it makes or changes a table: a program or a grant may hold the word for itself."""
    return "TABLE" in [word.text for word in words(observed)][:5]


def _table(observed: Observed) -> str:
    """Return the table that the statement made or changed."""
    for change in observed.changes:
        each = change.new if isinstance(change, (Modify, Rename)) else change.object
        return path(each.ident.parent or each.ident, observed.dialect)
    return "…"
