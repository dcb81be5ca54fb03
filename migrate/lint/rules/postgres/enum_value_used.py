"""A value is added to an enum and used in the same transaction.

Sees: the server refused a statement with "unsafe use of new value" (55P04).

Hurts: the file fails when it is applied, at this statement.

Instead: add the value in a file of its own, before this one.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, rule


@rule("PG401", "enum-value-used", Severity.ERROR, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for the server's refusal."""
    if observed.failure is not None and observed.failure.state == "55P04":
        yield Finding(
            observed,
            f"a new value can be used once it is committed: {observed.failure.message.splitlines()[0]}",
            instead=("-- ALTER TYPE … ADD VALUE in a file of its own, before this one",),
        )
