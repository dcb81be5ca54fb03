"""A constraint is NOT ENFORCED: the server writes it down and holds nothing against it.

Sees: a CHECK or foreign key that came NOT ENFORCED, or that was enforced before (PostgreSQL 18).

Hurts: rows break it from the first day on, without a word; who reads the schema believes it, and to enforce
it later fails on those rows.

Instead: NOT VALID holds for every row that is written from now on, and needs no look at the others; mend
those, then VALIDATE CONSTRAINT.
"""

from __future__ import annotations

from collections.abc import Iterator

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.postgres import LATER, home
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, path, quoted
from migrate.schema.changes import Add, Modify
from migrate.schema.model import Constraint

_WORDS = " NOT ENFORCED"


@rule("PG323", "not-enforced", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for constraints that bind nobody."""
    for each in _unbound(observed):
        table, name = home(each), quoted(each.name)
        alter, definition = f"ALTER TABLE {path(table)}", each.definition.removesuffix(_WORDS)
        steps = (
            f"{alter} ADD CONSTRAINT {name} {definition} NOT VALID;",
            LATER,
            f"{alter} VALIDATE CONSTRAINT {name};",
        )
        yield Finding(
            observed,
            f"{each.name} of {called(table)} is not enforced: rows may break it, and nothing says so",
            table=table,
            instead=steps if each in observed.added(Constraint) else (),
        )


def _unbound(observed: Observed) -> Iterator[Constraint]:
    for change in observed.changes:
        match change:
            case Add(Constraint() as each) if each.definition.endswith(_WORDS):
                yield each
            case Modify(Constraint() as old, Constraint() as each) if each.definition.endswith(_WORDS):
                if not old.definition.endswith(_WORDS):
                    yield each
