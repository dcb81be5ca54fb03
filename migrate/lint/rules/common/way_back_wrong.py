"""The planned way back of a file does not lead back.

Sees: run behind its file on the dev database, it fails, or leaves another schema than the one before the
file.

Hurts: it is needed in the worst hour; then it fails, or the code of before meets a schema that it does not
know.  `migrate down` falls back to a computed way, and says so.

Instead: mend it; or take it out and let `migrate down` compute the way back.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.rule import Finding, Findings, file_rule
from migrate.lint.words import called, listed
from migrate.schema.changes import Add, Change, Drop, Modify, Rename


@file_rule("DN102", "way-back-wrong", Severity.ERROR)
def check(file: ObservedFile) -> Findings:
    """Look at what became of it."""
    way = file.way_back
    if way is None or not (way.failure or way.left):
        return
    if way.failure:
        yield Finding(file, f"{way.cut.name} does not run: {way.failure}")
    else:
        yield Finding(
            file, f"{way.cut.name} does not lead back: {listed([_still(each) for each in way.left])}"
        )


def _still(change: Change) -> str:
    """Return what differs, seen from what is there now."""
    match change:
        case Add(each):
            return f"the {each.kind} {called(each)} is missing"
        case Drop(each):
            return f"the {each.kind} {called(each)} is still there"
        case Modify(_, each) | Rename(_, each):
            return f"the {each.kind} {called(each)} is not as it was"
