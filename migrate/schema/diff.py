"""The one walk that compares two schemas; what only a dialect can judge it asks of its rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.model import Column, Constraint, Ident, Index, Schema, SchemaObject, Table
from migrate.schema.model import Sequence as SequenceObject


class DiffRules(Protocol):
    """The questions the walk asks a dialect."""

    @property
    def column_order(self) -> bool:
        """Return whether the order of columns can be changed, and so is compared."""
        ...

    def same(self, old: SchemaObject, new: SchemaObject) -> bool:
        """Return whether two objects of one name, that are not equal, mean the same to the server."""
        ...

    def renamable(self, old: SchemaObject) -> bool:
        """Return whether an index or constraint of this kind can be renamed in place."""
        ...


@dataclass(frozen=True, slots=True)
class PlainRules:
    """Rules of a dialect that needs no judgement: what is not equal differs."""

    column_order: bool = False

    def same(self, old: SchemaObject, new: SchemaObject) -> bool:
        """Return False: they are not equal."""
        return False

    def renamable(self, old: SchemaObject) -> bool:
        """Return False: nothing is renamed unasked."""
        return False


def diff(
    old: Schema,
    new: Schema,
    rules: DiffRules,
    *,
    renames: Iterable[tuple[Ident, Ident]] = (),
    owners: bool = False,
    privileges: bool = False,
) -> tuple[Change, ...]:
    """Return what must change for ``old`` to become ``new``, sorted by what it concerns, not by order of work.

    ``renames`` are pairs known to be one object (a table, a column, a view …).  After a renamed table
    what lives on it is compared under the new name.
    """
    return _Walk(rules, owners, privileges).compare(old, new, dict(renames))


@dataclass(slots=True)
class _Walk:
    rules: DiffRules
    owners: bool
    privileges: bool

    def compare(self, old: Schema, new: Schema, renames: dict[Ident, Ident]) -> tuple[Change, ...]:
        moved = {before: after for before, after in renames.items() if before.kind == "table"}
        before = {each.ident: each for each in (_on_renamed(each, moved) for each in old.objects)}
        after = {each.ident: each for each in new.objects}
        changes: list[Change] = []
        for source, goal in renames.items():
            if source.kind == "column":
                continue
            was = before.pop(goal if source in moved else _moved_ident(source, moved), None)
            now = after.get(goal)
            if was is not None and now is not None:
                original = next(each for each in old.objects if each.ident == source)
                changes.append(Rename(original, now))
                before[goal] = replace(was, name=now.name, schema=now.schema)
        gone = [each for ident, each in before.items() if ident not in after]
        born = [each for ident, each in after.items() if ident not in before]
        for was, now in self._renamed_in_place(gone, born):
            gone.remove(was)
            born.remove(now)
            changes.append(Rename(was, now))
        dropped = {each.ident for each in gone if isinstance(each, Table)}
        changes += [Drop(each) for each in gone if not _implied(each, dropped)]
        changes += [Add(each) for each in born]
        for ident in before.keys() & after.keys():
            changes += self._modified(before[ident], after[ident], renames)
        return tuple(sorted(changes, key=_key))

    def _modified(self, was: SchemaObject, now: SchemaObject, renames: dict[Ident, Ident]) -> list[Change]:
        if isinstance(was, Table) and isinstance(now, Table):
            columns = self._columns(was, now, renames)
            if not self._same(replace(was, columns=()), replace(now, columns=())):
                return [Modify(was, now), *columns]
            return columns
        return [] if self._same(was, now) else [Modify(was, now)]

    def _columns(self, was: Table, now: Table, renames: dict[Ident, Ident]) -> list[Change]:
        changes: list[Change] = []
        to = {source.name: goal.name for source, goal in renames.items() if _column_of(source, goal, now)}
        before = {to.get(each.name, each.name): each for each in was.columns}
        after = {each.name: each for each in now.columns}
        for name, column in before.items():
            if name not in after:
                changes.append(Drop(column))
            elif column.name != name:
                changes.append(Rename(column, after[name]))
        kept = [name for name in before if name in after]
        moved = out_of_order(kept, [name for name in after if name in before]) if self.rules.column_order else set()
        for name, column in after.items():
            source = before.get(name)
            if source is None:
                changes.append(Add(column))
            elif name in moved or not self._same(_in_place(source, column), column):
                changes.append(Modify(replace(source, name=name), column))
        return changes

    def _same(self, was: SchemaObject, now: SchemaObject) -> bool:
        was, now = self._compared(was), self._compared(now)
        return was == now or self.rules.same(was, now)

    def _compared(self, each: SchemaObject) -> SchemaObject:
        if not self.owners and each.owner is not None:
            each = replace(each, owner=None)
        if not self.privileges and each.privileges:
            each = replace(each, privileges=())
        return each

    def _renamed_in_place(
        self, gone: Sequence[SchemaObject], born: Sequence[SchemaObject]
    ) -> list[tuple[SchemaObject, SchemaObject]]:
        """Pair an index or constraint with one that differs from it in the name alone."""
        pairs: list[tuple[SchemaObject, SchemaObject]] = []
        free = list(born)
        for was in gone:
            if isinstance(was, (Index, Constraint)) and self.rules.renamable(was):
                for now in free:
                    if type(now) is type(was) and self._compared(
                        replace(was, name=now.name)
                    ) == self._compared(now):
                        pairs.append((was, now))
                        free.remove(now)
                        break
        return pairs


def _implied(each: SchemaObject, dropped: set[Ident]) -> bool:
    if each.table and Ident("table", each.schema, each.table) in dropped:
        return True
    if isinstance(each, SequenceObject) and each.owned_by is not None:
        return each.owned_by.parent in dropped
    return False


def _on_renamed(each: SchemaObject, moved: dict[Ident, Ident]) -> SchemaObject:
    """Return the object under its table's new name; a renamed table gets the name itself."""
    home = moved.get(each.ident) if isinstance(each, Table) else None
    if home is not None and isinstance(each, Table):
        columns = tuple(replace(column, schema=home.schema, table=home.name) for column in each.columns)
        return replace(each, name=home.name, schema=home.schema, columns=columns)
    home = moved.get(Ident("table", each.schema, each.table)) if each.table else None
    return replace(each, table=home.name, schema=home.schema) if home is not None else each


def _moved_ident(ident: Ident, moved: dict[Ident, Ident]) -> Ident:
    home = moved.get(ident.parent) if ident.parent else None
    return Ident(ident.kind, home.schema, ident.name, home.name) if home else ident


def _column_of(source: Ident, goal: Ident, table: Table) -> bool:
    return source.kind == "column" and (goal.schema, goal.table) == (table.schema, table.name)


def _in_place(source: Column, column: Column) -> Column:
    return replace(source, name=column.name, position=column.position)


def out_of_order(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Return the fewest names that must move for one order to become the other."""
    rank = {name: place for place, name in enumerate(before)}
    best: list[list[str]] = []
    for name in after:
        runs = [run for run in best if rank[run[-1]] < rank[name]]
        longest: list[str] = max(runs, key=len) if runs else []
        best.append([*longest, name])
    stay: set[str] = set(max(best, key=lambda run: len(run), default=()))
    return {name for name in after if name not in stay}


def _key(change: Change) -> tuple[Ident, int]:
    return change.ident, (Rename, Drop, Modify, Add).index(type(change))
