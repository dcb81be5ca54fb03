"""An index finds nothing that another one does not find as well.

Sees: an index that came in this file and one that is beside it at its end, of which one begins with the
columns of the other; the shorter is not unique, and conditions and methods are the same.

Hurts: every change of a row writes both, and both take memory.

Instead: drop the shorter one, or do not make it.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed, ObservedFile
from migrate.lint.keys import Key, keys
from migrate.lint.postgres import NO_TRANSACTION
from migrate.lint.rule import MYSQL, Finding, Findings, file_rule
from migrate.lint.words import called, path, quoted
from migrate.schema.model import Ident, Index, SchemaObject


@file_rule("SC103", "redundant-index", Severity.WARNING)
def check(file: ObservedFile) -> Findings:
    """Look for pairs of which one is new, and that are both there at the end."""
    told: set[Ident] = set()
    for observed in file.statements:
        new = {index.ident for index in observed.added(Index)}
        for table in sorted({ident.parent for ident in new if ident.parent}):
            every = [key for key in keys(file.statements[-1].after, table) if key.method in ("", "btree")]
            for key in every:
                covers = (each for each in every if each.covers(key) and _gives_way(key, each))
                found = {each.object.ident: each for each in covers}
                cover = next((each for ident, each in found.items() if {key.object.ident, ident} & new), None)
                if cover is None or key.object.ident in told:
                    continue
                if {key.object.ident, cover.object.ident} <= observed.after.by_ident().keys():
                    told.add(key.object.ident)
                    yield _finding(observed, table, key, cover)


def _gives_way(key: Key, cover: Key) -> bool:
    """Return whether it can go; of two that are the same the one whose name comes later."""
    if key.unique and not (cover.unique and cover.parts == key.parts):
        return False
    if not isinstance(key.object, Index):
        return False
    same = cover.parts == key.parts and cover.unique == key.unique and isinstance(cover.object, Index)
    return not same or key.object.name > cover.object.name


def _finding(observed: Observed, table: Ident, key: Key, cover: Key) -> Finding:
    name = "the primary key" if cover.primary else cover.object.name
    return Finding(
        observed,
        f"the index {key.object.name} on {called(table)} ({', '.join(key.parts)}) finds nothing that"
        f" {name} ({', '.join(cover.parts)}) does not find",
        table,
        instead=_dropped(observed, table, key.object),
    )


def _dropped(observed: Observed, table: Ident, index: SchemaObject) -> tuple[str, ...]:
    if observed.dialect in MYSQL:
        name = quoted(index.name, observed.dialect)
        return (f"DROP INDEX {name} ON {path(table, observed.dialect)};",)
    if observed.dialect == "postgres" and observed.is_old(table):
        return NO_TRANSACTION, f"DROP INDEX CONCURRENTLY {path(index)};"
    return (f"DROP INDEX {path(index, observed.dialect)};",)
