"""A view or program runs with the rights of a user that the file names.

Sees: the definer of a view, routine, trigger or event that came or changed is not the user who made it.

Hurts: where that user does not exist, the object is made all the same, and fails when it is used; where it
does, whoever uses the object has its rights.

Instead: leave DEFINER out, or say SQL SECURITY INVOKER.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import MYSQL, Finding, Findings, rule
from migrate.lint.words import called
from migrate.schema.changes import Add, Modify


@rule("MY205", "definer", Severity.WARNING, dialects=MYSQL)
def check(observed: Observed) -> Findings:
    """Look for another user's objects."""
    maker = dict(observed.after.settings).get("user")
    for change in observed.changes:
        match change:
            case Add(each) | Modify(_, each) if each.owner not in (None, maker):
                what = f"the {each.kind} {called(each)} runs with the rights of {each.owner}"
                yield Finding(observed, what)
