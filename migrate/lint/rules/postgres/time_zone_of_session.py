"""A change between timestamp and timestamptz depends on the time zone of the session that makes it.

Sees: the type of a column that was there before the file went from one to the other.  On the dev database,
at UTC, the table is not written anew.

Hurts: in another time zone the table is written anew under ACCESS EXCLUSIVE, and the values are read as
times of that zone: what they mean depends on who runs the file.

Instead: say in the file which zone the values are of, with SET LOCAL timezone or USING … AT TIME ZONE.
"""

from __future__ import annotations

import re

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import home
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.text import says
from migrate.lint.words import called
from migrate.schema.model import Column

_KINDS = re.compile(r"timestamp(?:\(\d\))? with(?:out)? time zone")


@rule("PG316", "time-zone-of-session", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for columns that gained or lost their zone."""
    for old, new in observed.modified(Column):
        if not (_KINDS.fullmatch(old.type) and _KINDS.fullmatch(new.type)):
            continue
        if ("without" in old.type) == ("without" in new.type) or says(observed, "AT", "TIME", "ZONE"):
            continue
        if _is_set(observed):
            continue
        yield Finding(
            observed,
            f"{called(new)} goes from {old.type} to {new.type}: where the session's time zone is not UTC,"
            f" all of {called(home(new))} is written anew and its values are read as times of that zone",
            table=home(new),
            lock=observed.effects.lock_on(home(new)),
            instead=("SET LOCAL timezone = 'UTC';", f"{observed.text};"),
        )


def _is_set(observed: Observed) -> bool:
    """Return whether the file set the time zone before."""
    before = observed.cut.statements[: observed.index]
    return any(re.match(r"SET\s.*\btime\s*zone\b", each.text, re.IGNORECASE) for each in before)
