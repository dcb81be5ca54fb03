"""A value is added to an enum, and nothing says where among the others.

Sees: behind ALTER TYPE … ADD VALUE the value stands last, and the statement has neither BEFORE nor AFTER.

Hurts: the order of the values is what ORDER BY, comparisons, `min` and `max` go by, and a value can never be
moved; whether the last place is meant nobody can tell.

Instead: say the place, also if it is the last one.
"""

from __future__ import annotations

from migrate.dialects.postgres.names import literal
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.text import top_words
from migrate.lint.words import called, path
from migrate.schema.model import Enum


@rule("PG402", "enum-value-without-position", Severity.INFO, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for values that went to the end without a word."""
    if {"BEFORE", "AFTER"} & set(top_words(observed)):
        return
    for old, new in observed.modified(Enum):
        count = len(old.values)
        if count and new.values[:count] == old.values and len(new.values) > count:
            last, value = old.values[-1], new.values[count]
            yield Finding(
                observed,
                f"{value!r} becomes the last value of the enum {called(new)}: it sorts behind {last!r}",
                instead=(f"ALTER TYPE {path(new)} ADD VALUE {literal(value)} AFTER {literal(last)};",),
            )
