"""A column gets a type that not every value of the old one fits into.

Sees: the type of a column that was there before the file changed, and the new one is narrower or of
another kind.

Hurts: the statement fails on a value that does not fit, or cuts it; and code that still runs writes values
that are refused from then on.

Instead: a new column of the new type beside the old one, filled in batches; look for values that do not
fit first.
"""

from __future__ import annotations

from migrate.dialects.postgres.types import unfit
from migrate.lint.dependence import server_words
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import home
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, path, quoted
from migrate.schema.model import Column


@rule("MF108", "type-may-not-fit", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for types that hold less."""
    for old, new in observed.modified(Column):
        rows = unfit(quoted(new.name), old.type, new.type) if old.type != new.type else None
        if rows is None:
            continue
        query = f"SELECT count(*) FROM {path(home(new))} WHERE {rows};"
        yield Finding(
            observed,
            f"{called(new)} goes from {old.type} to {new.type}: not every value fits, and running code may"
            f" still write such{server_words(observed)}",
            table=home(new),
            instead=("-- before it, see that this finds nothing:", query)
            if not rows.endswith("IS NOT NULL")
            else (),
        )
