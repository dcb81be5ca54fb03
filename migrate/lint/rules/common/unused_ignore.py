"""A comment wants findings to be passed over, and there are none.

Sees: `-- migrate:nolint` behind which no finding is left out: of its codes, or at all if it names
none.  Comments of other tools are read, and not told of.

Hurts: whoever reads it looks for a danger that is not there, and the next real one is passed over unread.

Instead: take the comment out, or the code that is not needed.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.rule import Finding, Findings, standing_rule
from migrate.lint.standing import Standing


@standing_rule("LI101", "unused-ignore", Severity.WARNING)
def check(standing: Standing) -> Findings:
    """Look for comments that did nothing."""
    for ignore in standing.unused:
        what = f"no finding of {', '.join(ignore.words)}" if ignore.words else "nothing"
        where = "this statement" if ignore.statement else "this file"
        yield Finding(ignore.place, f"{what} is there to pass over in {where}")
