"""The work on one plan: steps that are taken into it and run on the trial database at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from migrate.dialects.sqlite.compose import table_text
from migrate.dialects.sqlite.inspect import VIRTUAL
from migrate.dialects.sqlite.tokens import folded, normal, quoted
from migrate.dialects.sqlite.trial import Refused, Trial
from migrate.errors import PlanError
from migrate.schema.changes import Change
from migrate.schema.model import Constraint, Ident, Index, Schema, SchemaObject, Table, Trigger
from migrate.schema.plan import Hazard, Step


@dataclass(slots=True)
class Work:
    """What is known while a plan is made; the trial database stands where the steps so far lead."""

    old: Schema
    new: Schema
    trial: Trial
    steps: list[Step] = field(default_factory=list)
    watched: bool = False
    """Whether foreign keys must not be watched while the plan runs."""
    names_before: dict[str, str] = field(default_factory=dict)
    """What renamed tables are called in the database the plan is for, by their new names."""
    constraints: dict[str, list[Constraint]] = field(init=False)
    """The wanted constraints by the folded names of their tables."""
    lives_on: dict[str, list[Index | Trigger]] = field(init=False)
    """The indexes and triggers that are there before, by the names of their tables and views."""
    children: dict[Ident, set[Ident]] = field(init=False)
    """The tables that refer to another one before."""
    gone: set[Ident] = field(default_factory=set)
    taken: set[str] = field(init=False)
    """All names, folded, before and after."""

    def __post_init__(self) -> None:
        self.constraints, self.lives_on = defaultdict(list), defaultdict(list)
        self.children = defaultdict(set)
        for each in self.new.objects:
            if isinstance(each, Constraint):
                self.constraints[folded(each.table)].append(each)
        for each in self.old.objects:
            if isinstance(each, Index | Trigger):
                self.lives_on[each.table].append(each)
            elif isinstance(each, Table):
                for parent in each.depends:
                    self.children[parent].add(each.ident)
        self.taken = {folded(each.name) for schema in (self.old, self.new) for each in schema.objects}

    def wanted(self, table: Table) -> str:
        """Return the text that a table is to have."""
        return table_text(table, self.constraints[folded(table.name)])

    def run(
        self,
        sql: str,
        *,
        undo: tuple[str, ...] | None = None,
        dangers: Iterable[Hazard] = (),
        cause: Change | None = None,
    ) -> None:
        """Take a statement into the plan and try it.  Raises PlanError if SQLite refuses it."""
        try:
            self.trial.run(sql)
        except Refused as error:
            # What stands on a module that is not loaded here can be judged by the real database alone.
            if not self.trial.absent:
                raise PlanError(f"SQLite refuses a step of the plan: {error}", excerpt=sql) from None
        self.steps.append(Step(sql, undo, tuple(dangers), cause))

    def dropped(self, table: Ident) -> None:
        """Note that a table goes; what still refers to it then must not be watched meanwhile."""
        self.gone.add(table)
        self.watched |= not self.children[table] <= self.gone

    def attempt(self, steps: Sequence[Step], *, gives: tuple[str, str] | None = None) -> None:
        """Take steps into the plan if SQLite does them all, and if they give an object this text.

        ``gives`` is the name and the text.  Raises Refused, and nothing is done.
        """
        with self.trial.attempt():
            for step in steps:
                self.trial.run(step.sql)
            if gives is not None and self.differs(*gives):
                raise Refused("it leaves another text")
        self.steps += steps

    def differs(self, name: str, goal: str) -> bool:
        """Return whether an object's text is another one by now than the wanted one."""
        text = self.trial.text(name)
        return text is None or normal(text) != normal(goal)

    def before(self, table: str) -> str:
        """Return what a table is called in the database the plan is for."""
        return self.names_before.get(folded(table), table)


def drop(each: SchemaObject) -> str:
    """Return the statement that drops an object."""
    kind = "table" if each.ident.kind == VIRTUAL else each.ident.kind
    return f"DROP {kind.upper()} {quoted(each.name)}"
