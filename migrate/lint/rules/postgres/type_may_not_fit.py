"""A column gets a type that not every value of the old one fits into.

Sees: the type of a column that was there before the file changed, and the new one is narrower or of
another kind.

Hurts: the statement fails on a value that does not fit, or cuts it; and code that still runs writes values
that are refused from then on.

Instead: a new column of the new type beside the old one, filled in batches; look for values that do not
fit first.
"""

from __future__ import annotations

import re

from migrate.dialects.postgres.names import literal
from migrate.dialects.postgres.types import unfit
from migrate.lint.dependence import server_words
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import home
from migrate.lint.retyped import enums, retyped
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, path, quoted
from migrate.schema.model import Column

_TIMES = re.compile(r"timestamp with(?:out)? time zone")
_SEARCH = "-- before it, see that this finds nothing:"


@rule("MF108", "type-may-not-fit", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for types that hold less."""
    for old, new in retyped(observed):
        rows = _unfit(observed, old, new)
        if rows is None or (_TIMES.fullmatch(old.type) and _TIMES.fullmatch(new.type)):
            continue  # times with and without a zone have a rule of their own
        instead: tuple[str, ...] = ()
        change = f"{called(new)} goes from {old.type} to {new.type}"
        if rows.endswith("IS NOT NULL"):  # the types alone do not tell
            message = f"{change}: the cast fails on a value that is none of the new type"
        else:
            message = f"{change}: not every value fits, and running code may still write such"
            instead = _SEARCH, f"SELECT count(*) FROM {path(home(new))} WHERE {rows};"
        yield Finding(observed, message + server_words(observed), table=home(new), instead=instead)


def _unfit(observed: Observed, old: Column, new: Column) -> str | None:
    """Return a condition for rows that do not fit; an enum takes what it has a value for."""
    both = enums(observed.before, observed.before, old, new)
    if both is None:
        return unfit(quoted(new.name), old.type, new.type)
    gone = [literal(value) for value in both[0].values if value not in both[1].values]
    return f"{quoted(new.name)}::text IN ({', '.join(gone)})" if gone else None
