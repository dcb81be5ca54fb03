"""A value of an enum type is renamed or taken away.

Sees: a value that the type had before the statement is not among its values behind it, nor among those of a
type that takes its name.

Hurts: code that still runs and writes or compares with the value fails: the server does not know it any
more.

Instead: add the new value beside the old one, let the code use it, and leave the old one where it is.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding, Findings, rule
from migrate.lint.words import called, listed
from migrate.schema.model import Enum


@rule("BC107", "enum-value-gone", Severity.WARNING)
def check(observed: Observed) -> Findings:
    """Look for values that went."""
    replaced = ((observed.start.by_ident().get(new.ident), new) for new in observed.added(Enum))
    for old, new in (*observed.modified(Enum), *replaced):
        if not isinstance(old, Enum):
            continue
        gone = [repr(value) for value in old.values if value not in new.values]
        if gone:
            what = f"{listed(gone)} of the enum {called(new)} {'are' if len(gone) > 1 else 'is'} gone"
            yield Finding(observed, f"{what}: code that uses it fails")
