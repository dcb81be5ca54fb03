"""More people may do more: to PUBLIC, or with the right to pass it on.

Sees: an object has a privilege for PUBLIC, or one WITH GRANT OPTION, that it did not have before; or what
was taken from PUBLIC is given again.

Hurts: every role of the database has it, also those that are made next year.

Instead: grant it to the roles that need it, without GRANT OPTION.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called
from migrate.schema.changes import Add, Modify, Rename
from migrate.schema.model import SchemaObject


@rule("PG405", "grant-widens", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for privileges that came."""
    for change in observed.changes:
        match change:
            case Add(each):
                old, new = frozenset[str](), each
            case Modify(was, each) | Rename(was, each):
                old, new = frozenset(was.privileges), each
            case _:
                continue
        for said in sorted(set(new.privileges) - old):
            if said.startswith("GRANT ") and (" TO PUBLIC" in said or said.endswith("WITH GRANT OPTION")):
                yield _finding(observed, new, said.removeprefix("GRANT ").replace(" TO ", " for ", 1))
        for said in sorted(old - set(new.privileges)):
            if said.startswith("REVOKE ") and said.endswith(" FROM PUBLIC"):
                yield _finding(observed, new, said.removeprefix("REVOKE ").replace(" FROM ", " for "))


def _finding(observed: Observed, each: SchemaObject, what: str) -> Finding:
    return Finding(observed, f"the {each.kind} {called(each)} gets {what}", table=each.ident.parent)
