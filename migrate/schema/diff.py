"""The one walk that compares two schemas; what only a dialect can judge it asks of its rules."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar, runtime_checkable

from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.model import Column, Constraint, Ident, Index, Schema, SchemaObject, Table
from migrate.schema.model import Sequence as SequenceObject

Name = TypeVar("Name", bound=Hashable)


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


@runtime_checkable
class FoldsNames(Protocol):
    """Rules of a dialect to whom ``Users`` and ``users`` are one name."""

    def folded(self, name: str) -> str:
        """Return the form in which names are compared."""
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
    """Return what must change for ``old`` to become ``new``, by what it concerns, not by order of work.

    ``renames`` are pairs known to be one object (a table, a column, a view …).  After a renamed table
    what lives on it is compared under the new name.
    """
    fold = rules.folded if isinstance(rules, FoldsNames) else None
    return _Walk(rules, owners, privileges, fold).compare(old, new, dict(renames))


@dataclass(slots=True)
class _Walk:
    rules: DiffRules
    owners: bool
    privileges: bool
    fold: Callable[[str], str] | None

    def compare(self, old: Schema, new: Schema, renames: dict[Ident, Ident]) -> tuple[Change, ...]:
        olds, news = _apart(old, new, renames)
        after = {self._key(each.ident): each for each in news}
        known = {each.ident for each in olds}
        pairs = {
            source: after[self._key(goal)].ident
            for source, goal in renames.items()
            if source in known and self._key(goal) in after
        }
        moved = {source: goal for source, goal in pairs.items() if source.kind == "table"}
        before: dict[Ident, SchemaObject] = {}
        changes: list[Change] = []
        gone: list[SchemaObject] = []
        goals = set(pairs.values())
        for each in olds:
            goal = pairs.get(each.ident)
            if goal is not None:
                changes.append(Rename(each, after[self._key(goal)]))
            elif each.ident in goals or (each.ident.parent in goals and each.ident.parent not in moved):
                gone.append(each)  # its name, or that of its table, goes to another one
                continue
            now = _under_new_name(each, moved, goal)
            before[self._key(now.ident)] = now
        gone += [each for key, each in before.items() if key not in after]
        born = [each for key, each in after.items() if key not in before]
        renamed = self._renamed_in_place(gone, born)
        changes += [Rename(was, now) for was, now in renamed]
        paired = {id(each) for pair in renamed for each in pair}
        gone = [each for each in gone if id(each) not in paired]
        born = [each for each in born if id(each) not in paired]
        dropped = {each.ident for each in gone if isinstance(each, Table)}
        changes += [Drop(each) for each in gone if not _implied(each, dropped)]
        changes += [Add(each) for each in born]
        for key in before.keys() & after.keys():
            changes += self._modified(before[key], after[key], renames)
        return tuple(sorted(changes, key=_order))

    def _modified(self, was: SchemaObject, now: SchemaObject, renames: dict[Ident, Ident]) -> list[Change]:
        if not renames and was == now:
            return []
        was = replace(was, schema=now.schema, table=now.table, name=now.name)
        if isinstance(was, Table) and isinstance(now, Table):
            columns = self._columns(was, now, renames)
            if not self._same(replace(was, columns=()), replace(now, columns=())):
                return [Modify(was, now), *columns]
            return columns
        return [] if self._same(was, now) else [Modify(was, now)]

    def _columns(self, was: Table, now: Table, renames: dict[Ident, Ident]) -> list[Change]:
        changes: list[Change] = []
        after = {self._key(each.ident): each for each in now.columns}
        to = {
            self._key(Ident("column", now.schema, source.name, now.name)): self._key(goal)
            for source, goal in renames.items()
            if source.kind == "column" and self._key(goal) in after
        }
        taken = set(to.values())
        before: dict[Ident, Column] = {}
        for column in was.columns:
            key = self._key(Ident("column", now.schema, column.name, now.name))
            if key not in to and (key in taken or key not in after):
                changes.append(Drop(column))
                continue
            if key in to and column.name != after[to[key]].name:
                changes.append(Rename(column, after[to[key]]))
            before[to.get(key, key)] = column
        moved: set[Ident] = set()
        if self.rules.column_order:
            moved = out_of_order(list(before), [key for key in after if key in before])
        for key, column in after.items():
            source = before.get(key)
            if source is None:
                changes.append(Add(column))
            elif key in moved or not self._same(_in_place(source, column), column):
                changes.append(Modify(replace(source, name=column.name), column))
        return changes

    def _key(self, ident: Ident) -> Ident:
        """Return what an object is found by: its name as the server compares it."""
        fold = self.fold
        if fold is None:
            return ident
        return Ident(ident.kind, fold(ident.schema), fold(ident.name), fold(ident.table))

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
        free: defaultdict[SchemaObject, deque[SchemaObject]] = defaultdict(deque)
        for now in born:
            if isinstance(now, (Index, Constraint)):
                free[replace(self._compared(now), name="")].append(now)
        for was in gone:
            if isinstance(was, (Index, Constraint)) and self.rules.renamable(was):
                alike = free.get(replace(self._compared(was), name=""))
                if alike:
                    pairs.append((was, alike.popleft()))
        return pairs


def _apart(
    old: Schema, new: Schema, renames: dict[Ident, Ident]
) -> tuple[list[SchemaObject], list[SchemaObject]]:
    """Return what is left of two schemas without what is equal in both and no rename touches."""
    touched = {*renames, *renames.values()}
    touched |= {each.parent for each in touched if each.parent}
    here, there = old.unshared(new, besides=touched)
    same = {
        name
        for name, each in here.items()
        if name.kind != "column"
        and name not in touched
        and name.parent not in touched
        and there.get(name) == each
    }
    olds, news = (
        [each for name, each in named.items() if name.kind != "column" and name not in same]
        for named in (here, there)
    )
    return olds, news


def _implied(each: SchemaObject, dropped: set[Ident]) -> bool:
    if each.table and Ident("table", each.schema, each.table) in dropped:
        return True
    if isinstance(each, SequenceObject) and each.owned_by is not None:
        return each.owned_by.parent in dropped
    return False


def _under_new_name(each: SchemaObject, moved: dict[Ident, Ident], goal: Ident | None) -> SchemaObject:
    """Return the object under its own new name and its table's."""
    home = moved.get(each.ident.parent) if each.ident.parent else None
    if home is not None:
        each = replace(each, schema=home.schema, table=home.name)
    if goal is None:
        return each
    if isinstance(each, Table):
        columns = tuple(replace(column, schema=goal.schema, table=goal.name) for column in each.columns)
        return replace(each, name=goal.name, schema=goal.schema, columns=columns)
    return replace(each, name=goal.name, schema=goal.schema)


def _in_place(source: Column, column: Column) -> Column:
    return replace(
        source, schema=column.schema, table=column.table, name=column.name, position=column.position
    )


def out_of_order(before: Sequence[Name], after: Sequence[Name]) -> set[Name]:
    """Return the fewest names that must move for one order to become the other."""
    rank = {name: place for place, name in enumerate(before)}
    best: list[list[Name]] = []
    for name in after:
        runs = [run for run in best if rank[run[-1]] < rank[name]]
        longest: list[Name] = max(runs, key=len) if runs else []
        best.append([*longest, name])
    stay: set[Name] = set(max(best, key=lambda run: len(run), default=()))
    return {name for name in after if name not in stay}


def _order(change: Change) -> tuple[Ident, int]:
    return change.ident, (Rename, Drop, Modify, Add).index(type(change))
