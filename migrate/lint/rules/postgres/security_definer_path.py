"""A SECURITY DEFINER routine without a search_path of its own.

Sees: a routine that was made or changed runs with its owner's rights, and sets no search_path.

Hurts: whoever calls it chooses by search_path which tables and functions its body means, and so runs what
he likes with the owner's rights.

Instead: SET search_path on the routine, to pg_catalog and what it needs, with pg_temp last.
"""

from __future__ import annotations

from collections.abc import Iterator

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, path
from migrate.schema.changes import Add, Modify
from migrate.schema.model import Ident, Routine


@rule("PG403", "security-definer-path", Severity.WARNING, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for routines that lend their owner's rights."""
    for each in _defined(observed):
        head = each.definition.partition("\nAS ")[0]
        if "SECURITY DEFINER" not in head or "SET search_path" in head:
            continue
        name, _, arguments = each.name.partition("(")
        routine = f"{each.variant.upper()} {path(Ident('routine', each.schema, name))}({arguments}"
        yield Finding(
            observed,
            f"{called(each)} runs with its owner's rights and with its caller's search_path",
            instead=(f"ALTER {routine} SET search_path = pg_catalog, public, pg_temp;",),
        )


def _defined(observed: Observed) -> Iterator[Routine]:
    """Yield the routines that were made, or made anew."""
    for change in observed.changes:
        match change:
            case Add(Routine() as routine):
                yield routine
            case Modify(Routine() as old, Routine() as new) if old.definition != new.definition:
                yield new
