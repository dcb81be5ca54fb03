"""The primary key of a table goes over to other columns.

Sees: the file drops the primary key of a table that was there before, and the table has one on other
columns behind it.

Hurts: the index is built anew under ACCESS EXCLUSIVE; logical replication and ORMs take another key to
tell rows apart; foreign keys that refer to the old one go with CASCADE.

Instead: build the new index concurrently, and drop the old key and add the new one USING INDEX in one
statement.
"""

from __future__ import annotations

from collections.abc import Iterator

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed, ObservedFile
from migrate.lint.postgres import home
from migrate.lint.rule import POSTGRES, Finding, Findings, file_rule
from migrate.lint.words import called
from migrate.schema.model import Constraint


@file_rule("PG312", "primary-key-replaced", Severity.WARNING, dialects=POSTGRES)
def check(file: ObservedFile) -> Findings:
    """Look for keys with a successor."""
    for observed in file.statements:
        for old in _gone(observed):
            last = file.statements[-1].after.on(home(old))
            for new in last:
                if isinstance(new, Constraint) and new.variant == "primary" and new.columns != old.columns:
                    yield Finding(
                        observed,
                        f"the primary key of {called(home(old))} was ({', '.join(old.columns)}) and is now"
                        f" ({', '.join(new.columns)})",
                        table=home(old),
                    )


def _gone(observed: Observed) -> Iterator[Constraint]:
    replaced = (old for old, _ in observed.modified(Constraint))
    for each in (*observed.dropped(Constraint), *replaced):
        if each.variant == "primary":
            yield each
