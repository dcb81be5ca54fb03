"""What the files do as a whole: what changes, which tables are locked how, and the schemas around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from migrate.dialects.observing import Blocks, Lock
from migrate.lint.diagnostic import Place
from migrate.lint.facts import Deploy, Observed
from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.model import Ident, Schema


@dataclass(frozen=True, slots=True)
class Changed:
    """One object that a statement changes; ``action`` is ``add``, ``drop``, ``modify`` or ``rename``.

    ``before`` is the old name of what is renamed.
    """

    place: Place
    action: str
    object: Ident
    before: Ident | None = None


@dataclass(frozen=True, slots=True)
class Locked:
    """One table that was there before its file, the lock that is taken on it, and where."""

    table: Ident
    mode: str
    blocks: Blocks
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """``locks`` are those that stop an application, the strongest first.

    ``before`` and ``after`` are the schemas around all files, ``None`` if nothing was watched.
    """

    changes: tuple[Changed, ...] = ()
    locks: tuple[Locked, ...] = ()
    before: Schema | None = field(default=None, repr=False)
    after: Schema | None = field(default=None, repr=False)

    @property
    def touched(self) -> frozenset[Ident]:
        """Return the tables that the changes are about."""
        idents = {ident for each in self.changes for ident in (each.object, each.before) if ident}
        return frozenset(ident.parent or ident for ident in idents if (ident.parent or ident).kind == "table")


def summarised(deploy: Deploy) -> Summary:
    """Return what was seen in files, in short."""
    seen = [each for file in deploy for each in file.statements]
    if not seen:
        return Summary()
    changes = tuple(_changed(_place(each), change) for each in seen for change in each.changes)
    return Summary(changes, tuple(_locked(seen)), seen[0].before, seen[-1].after)


def _place(observed: Observed) -> Place:
    return Place(observed.file, observed.index + 1, observed.line, 1)


def _changed(place: Place, change: Change) -> Changed:
    match change:
        case Add(each):
            return Changed(place, "add", each.ident)
        case Drop(each):
            return Changed(place, "drop", each.ident)
        case Modify(_, new):
            return Changed(place, "modify", new.ident)
        case Rename(old, new):
            return Changed(place, "rename", new.ident, old.ident)


def _locked(seen: list[Observed]) -> Iterator[Locked]:
    places: dict[Lock, list[Place]] = {}
    for each in seen:
        for lock in each.effects.locks:
            if lock.blocks.strong and lock.relation.kind == "table" and each.is_old(lock.relation):
                places.setdefault(lock, []).append(_place(each))
    order = list(Blocks)
    for lock in sorted(places, key=lambda each: (-order.index(each.blocks), each.relation, each.mode)):
        yield Locked(lock.relation, lock.mode, lock.blocks, tuple(places[lock]))
