"""What all phases of a plan share: the changes, both schemas, and what is known to be renamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from migrate.dialects.mysql.features import Features
from migrate.dialects.mysql.plan import renaming
from migrate.dialects.mysql.plan.shape import Shape, changed, shapes
from migrate.dialects.mysql.text import names, quote
from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.diff import out_of_order
from migrate.schema.model import Column, Ident, Index, Schema, SchemaObject, Table, Trigger
from migrate.schema.plan import Hazard, Step

T = TypeVar("T", bound=SchemaObject)


class Scope:
    """The changes of one plan, and short answers about them.

    ``there`` has the old objects by ident, ``before`` and ``after`` the tables of both schemas by name.
    """

    def __init__(self, changes: Iterable[Change], old: Schema, new: Schema, features: Features) -> None:
        self.changes = tuple(changes)
        self.old, self.new, self.features = old, new, features
        self.there = old.by_ident()
        self.before, self.after = shapes(old), shapes(new)
        self.dropped = {table.name: table for table in self.gone(Table)}
        self.added = {table.name: table for table in self.born(Table)}
        self.renamed = self._renames(Table, "")
        self.changes += tuple(self._moved_triggers())

    def gone(self, kind: type[T]) -> list[T]:
        """Return what is dropped."""
        return [
            each.object for each in self.changes if isinstance(each, Drop) and isinstance(each.object, kind)
        ]

    def born(self, kind: type[T]) -> list[T]:
        """Return what is added."""
        return [
            each.object for each in self.changes if isinstance(each, Add) and isinstance(each.object, kind)
        ]

    def modified(self, kind: type[T]) -> list[tuple[T, T]]:
        """Return what is changed, as it was and as it will be."""
        return [
            (each.old, each.new)
            for each in self.changes
            if isinstance(each, Modify) and isinstance(each.old, kind) and isinstance(each.new, kind)
        ]

    def renames(self, kind: type[T]) -> list[tuple[T, T]]:
        """Return what gets another name, as it was and as it will be."""
        return [
            (each.old, each.new)
            for each in self.changes
            if isinstance(each, Rename) and isinstance(each.old, kind) and isinstance(each.new, kind)
        ]

    def definer(self, whole: SchemaObject) -> str | None:
        """Return whom it belongs to, if that is somebody else than the user of the plan.

        One that changes keeps its definer, unless that is the change.
        """
        before = self.there.get(whole.ident)
        if before is None or before.owner == dict(self.old.settings).get("user"):
            return None
        return whole.owner if replace(before, owner=whole.owner) == whole else before.owner

    def name_before(self, table: str) -> str:
        """Return what a table is called before the plan."""
        return next((was for was, now in self.renamed.items() if now == table), table)

    def shapes(self, table: str) -> tuple[Shape, Shape] | None:
        """Return a table that stays, under its name after the plan, before and after the changes.

        A column that gets another name is under it in the keys and expressions of after, too.
        """
        old, wanted = self.before.get(self.name_before(table)), self.after.get(table)
        if old is None or wanted is None:
            return None
        before = renaming.table(old, wanted.table)
        changes = self.of_table(table)
        renames = [each for each in changes if isinstance(each, Rename) and isinstance(each.new, Column)]
        drops = [each for each in changes if isinstance(each, Drop) and isinstance(each.object, Column)]
        called = {each.old.name: each.new.name for each in renames}
        left = renaming.columns(changed(before, drops, wanted), called)
        return before, changed(left, [each for each in changes if each not in renames + drops], wanted)

    def of_table(self, table: str) -> list[Change]:
        """Return the changes of a table, its columns and what lives on it."""
        ident = Ident("table", "", table)
        return [each for each in self.changes if each.ident.table == table or each.ident == ident]

    def columns(self, table: str) -> dict[str, str]:
        """Return the columns of a table that have another name after the plan.

        One that differs in letter case alone is the same to the server.
        """
        born = {each.name.casefold(): each.name for each in self.born(Column) if each.table == table}
        cased = {
            each.name: born[each.name.casefold()]
            for each in self.gone(Column)
            if each.table in (table, self.name_before(table)) and each.name.casefold() in born
        }
        return self._renames(Column, table) | cased

    def keys(self, table: str) -> dict[str, str]:
        """Return the keys of a table that have another name after the plan."""
        return self._renames(Index, table)

    def _renames(self, kind: type[SchemaObject], table: str) -> dict[str, str]:
        return {was.name: now.name for was, now in self.renames(kind) if now.table == table}

    def _moved_triggers(self) -> Iterator[Change]:
        """Yield a change for each trigger that only moves among those of its event."""
        touched = {each.ident.name for each in self.changes if each.ident.kind == "trigger"}
        for was, now in self.modified(Table):
            before = triggers_in_order(self.old, self.name_before(was.name))
            after = {each.name: each for each in triggers_in_order(self.new, now.name)}
            shared = [each.name for each in before if each.name in after]
            moved = out_of_order(shared, [name for name in after if name in shared]) - touched
            yield from (Modify(each, after[each.name]) for each in before if each.name in moved)


def triggers_in_order(schema: Schema, table: str) -> list[Trigger]:
    """Return the triggers of a table, those of one moment and event in the order they run."""
    found = [each for each in schema.objects if isinstance(each, Trigger) and each.table == table]
    home = next((each for each in schema.tables() if each.name == table), None)
    order = names((home.option("trigger_order") if home else None) or "")
    return sorted(found, key=lambda each: order.index(each.name) if each.name in order else len(order))


def step(sql: str, undo: Sequence[str] = (), *, cause: Change | None, hazards: Sequence[Hazard] = ()) -> Step:
    """Return one step; the server commits each at once."""
    return Step(sql, tuple(undo), tuple(hazards), cause, transactional=False)


def alter_table(table: str, clauses: Sequence[str]) -> str:
    """Return one ALTER TABLE, a clause a line."""
    return f"ALTER TABLE {quote(table)}\n" + ",\n".join(f"  {clause}" for clause in clauses)
