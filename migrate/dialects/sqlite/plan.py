"""The way from one SQLite schema to another, tried on a database in memory while it is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from migrate.dialects.sqlite import rebuild
from migrate.dialects.sqlite.diff import RULES
from migrate.dialects.sqlite.hazards import hazards
from migrate.dialects.sqlite.inspect import VIRTUAL
from migrate.dialects.sqlite.tokens import normal, quoted
from migrate.dialects.sqlite.trial import Refused, Trial
from migrate.dialects.sqlite.types import is_constant
from migrate.errors import PlanError
from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.diff import diff
from migrate.schema.model import (
    Column,
    Constraint,
    Ident,
    Index,
    Other,
    Schema,
    SchemaObject,
    Table,
    Trigger,
    View,
)
from migrate.schema.order import ordered
from migrate.schema.plan import Hazard, Plan, Step
from migrate.schema.stored import fingerprint

Small = Index | View | Trigger
FOREIGN_KEYS_OFF = "PRAGMA foreign_keys = OFF"
FOREIGN_KEYS_ON = "PRAGMA foreign_keys = ON"


def create(schema: Schema) -> Plan:
    """Return the plan that builds a schema in an empty database."""
    empty = Schema("sqlite")
    return plan(diff(empty, schema, RULES), empty, schema)


def plan(changes: Iterable[Change], old: Schema, new: Schema) -> Plan:
    """Return the steps of these changes: ALTER TABLE where it leaves the wanted text, else a rebuild.

    All of it can be one transaction but the pragmas at its head and tail, which do nothing inside one.
    Raises PlanError for a schema that SQLite does not make.
    """
    with Trial(old) as trial:
        work = _Work(old, new, trial)
        work.make(ordered(changes, old, new))
        return Plan(tuple(work.steps), fingerprint(old), fingerprint(new))


@dataclass(slots=True)
class _Work:
    old: Schema
    new: Schema
    trial: Trial
    steps: list[Step] = field(default_factory=list)
    rebuilt: bool = False
    sources: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def make(self, changes: Sequence[Change]) -> None:
        tables = self._by_table(changes)
        for change in changes:
            if isinstance(change, Drop) and isinstance(change.object, Small):
                self._drop(change.object, change)
        for change in changes:
            if isinstance(change, Drop) and isinstance(change.object, (Table, Other)):
                self._drop(change.object, change)
        for change in changes:
            if isinstance(change, Rename):
                self._rename(change)
        again: set[Ident] = set()
        for change in changes:
            if (
                isinstance(change, Modify)
                and isinstance(change.new, Small | Other)
                and self._differs(change.new)
            ):
                self._drop(change.old, change)
                again.add(change.ident)
        rest = [name for name in tables if not self._altered(name, tables[name])]
        if rest:
            self.run(rebuild.BEFORE)
            for name in rest:
                self._rebuild(name, tables[name])
            self.run(rebuild.AFTER)
        for change in changes:
            made = isinstance(change, Add) or change.ident in again
            if made and isinstance(change, (Add, Modify)):
                self._add(change.object if isinstance(change, Add) else change.new, change)
        if self.rebuilt:
            self.steps.insert(0, Step(FOREIGN_KEYS_OFF, transactional=False))
            self.steps.append(Step(FOREIGN_KEYS_ON, transactional=False))

    def run(
        self,
        sql: str,
        *,
        undo: tuple[str, ...] | None = None,
        dangers: tuple[Hazard, ...] = (),
        cause: Change | None = None,
    ) -> None:
        """Take a statement into the plan, and run it on the trial database."""
        try:
            self.trial.run(sql)
        except Refused as error:
            if not self.trial.absent:
                raise PlanError(f"SQLite refuses a step of the plan: {error}", where=sql[:100]) from None
        self.steps.append(Step(sql, undo, dangers, cause))

    def _by_table(self, changes: Sequence[Change]) -> dict[str, list[Change]]:
        """Return the changes of columns, constraints and options by the tables that stay."""
        born = {
            change.ident.name
            for change in changes
            if isinstance(change, Add) and change.ident.kind == "table"
        }
        tables: dict[str, list[Change]] = defaultdict(list)
        for change in changes:
            match change:
                case Modify(_, Table() as table):
                    tables[table.name].append(change)
                case Rename():
                    pass
                case _ if change.ident.kind in ("column", "constraint") and change.ident.table not in born:
                    tables[change.ident.table].append(change)
        return tables

    def _differs(self, goal: SchemaObject) -> bool:
        text = self.trial.text(goal.name)
        return text is None or normal(text) != normal(goal.text)

    def _drop(self, gone: SchemaObject, cause: Change) -> None:
        kind = "table" if gone.ident.kind == VIRTUAL else gone.ident.kind
        again = (
            gone.text,
            *(each.text for each in self.old.on(gone.ident) if isinstance(each, Index | Trigger)),
        )
        self.run(f"DROP {kind.upper()} {quoted(gone.name)}", undo=again, dangers=hazards(cause), cause=cause)

    def _add(self, born: SchemaObject, cause: Change) -> None:
        if isinstance(born, Column | Constraint):
            return
        kind = "table" if born.ident.kind == VIRTUAL else born.ident.kind
        undo = (f"DROP {kind.upper()} {quoted(born.name)}",)
        self.run(born.text, undo=undo, dangers=hazards(cause), cause=cause)

    def _rename(self, change: Rename) -> None:
        old, new = change.old, change.new
        if isinstance(new, Table):
            self.run(
                f"ALTER TABLE {quoted(old.name)} RENAME TO {quoted(new.name)}",
                undo=(f"ALTER TABLE {quoted(new.name)} RENAME TO {quoted(old.name)}",),
                cause=change,
            )
        elif isinstance(new, Column):
            table = quoted(new.table)
            sql = f"ALTER TABLE {table} RENAME COLUMN {quoted(old.name)} TO {quoted(new.name)}"
            undo = f"ALTER TABLE {table} RENAME COLUMN {quoted(new.name)} TO {quoted(old.name)}"
            self.run(sql, undo=(undo,), cause=change)

    def _altered(self, name: str, changes: Sequence[Change]) -> bool:
        """Return whether ALTER TABLE gives the wanted text; then its statements are in the plan."""
        goal = self._goal(name)
        if not self._differs(goal):
            return True
        steps = [*self._drop_columns(changes), *self._add_columns(changes)]
        if not steps or any(isinstance(change, Add) and not _addable(change.object) for change in changes):
            return False
        try:
            with self.trial.attempt():
                for step in steps:
                    self.trial.run(step.sql)
                if self._differs(goal):
                    raise Refused
        except Refused:
            return False
        self.steps += steps
        return True

    def _drop_columns(self, changes: Sequence[Change]) -> list[Step]:
        found = [(change, change.object) for change in changes if isinstance(change, Drop)]
        return [
            Step(
                f"ALTER TABLE {quoted(column.table)} DROP COLUMN {quoted(column.name)}",
                None,
                hazards(change),
                change,
            )
            for change, column in found
            if isinstance(column, Column)
        ]

    def _add_columns(self, changes: Sequence[Change]) -> list[Step]:
        found = [(change, change.object) for change in changes if isinstance(change, Add)]
        columns = [(change, column) for change, column in found if isinstance(column, Column)]
        return [
            Step(
                f"ALTER TABLE {quoted(column.table)} ADD COLUMN {column.text}",
                (f"ALTER TABLE {quoted(column.table)} DROP COLUMN {quoted(column.name)}",),
                hazards(change),
                change,
            )
            for change, column in sorted(columns, key=lambda pair: pair[1].position)
        ]

    def _goal(self, name: str) -> Table:
        found = self.new.by_ident()[Ident("table", "", name)]
        assert isinstance(found, Table)
        return found

    def _rebuild(self, name: str, changes: Sequence[Change]) -> None:
        goal = self._goal(name)
        before = self.trial.text(name)
        if before is None:
            raise PlanError(f"table {name} is not there")
        aside = f"migrate_old_{name}"
        while self.trial.text(aside) is not None:
            aside += "_"
        kept = self.trial.on(name)
        dangers = tuple(hazard for change in changes for hazard in hazards(change))
        statements = list(rebuild.rebuild(name, aside, before, goal.text, self.sources[name]))
        for sql in statements:
            self.run(sql, dangers=dangers if sql == statements[-1] else (), cause=changes[0])
        for kind, own, text in kept:
            self.run(text, undo=(f"DROP {kind.upper()} {quoted(own)}",), cause=changes[0])
        self.rebuilt = True


def _addable(born: SchemaObject) -> bool:
    """Return whether ALTER TABLE can give the column to a table that holds rows."""
    return not isinstance(born, Column) or (is_constant(born.default) and not born.stored)
