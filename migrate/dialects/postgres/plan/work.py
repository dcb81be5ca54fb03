"""The making of a plan: changes completed, ordered, and turned into steps one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from migrate.dialects.postgres import names, types
from migrate.dialects.postgres.plan import attached, columns, hazards, onto, tables
from migrate.dialects.postgres.plan.expand import Expansion
from migrate.dialects.postgres.plan.faithful import faithful
from migrate.dialects.postgres.plan.inline import Inlined, inlined
from migrate.dialects.postgres.plan.renames import not_nulls_renamed, rename
from migrate.dialects.postgres.plan.render import alter
from migrate.dialects.postgres.plan.render import create as created
from migrate.dialects.postgres.plan.render import drop as dropped
from migrate.dialects.postgres.plan.ties import aside_dropped, loosed, not_nulls_aside, tied
from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.model import (
    Column,
    Constraint,
    Enum,
    Ident,
    Index,
    Namespace,
    Routine,
    Schema,
    SchemaObject,
    Table,
    View,
)
from migrate.schema.order import ordered
from migrate.schema.plan import Step


@dataclass(slots=True)
class Work:
    """One plan in the making; ``owners`` and ``privileges`` say whether these are brought over too."""

    old: Schema
    new: Schema
    owners: bool
    privileges: bool
    _before: Mapping[Ident, SchemaObject] = field(default_factory=dict)
    _partitioned: set[Ident] = field(default_factory=set)
    _future: list[str] = field(default_factory=list)
    _version: int = 0
    _held: set[tuple[str, str]] = field(default_factory=set)

    def steps(self, changes: tuple[Change, ...]) -> list[Step]:
        """Return the steps for the changes, in an order that works."""
        if not changes:
            return []
        self._before = self.old.by_ident()
        self._version = int(dict(self.old.settings).get("version", 0))
        self._held = {
            (each.schema, each.option("not_null") or "")
            for table in self.old.tables()
            for each in table.columns
        }
        self._future = [
            sentence
            for each in self.old.objects
            if isinstance(each, Namespace)
            for sentence in each.privileges
            if sentence.startswith("ALTER DEFAULT")
        ]
        self._partitioned = {each.ident for each in self.new.tables() if each.option("partition_by")}
        expansion = Expansion(self.old, self.new)
        order = ordered(expansion.expand(changes), self.old, self.new, claims=expansion.claims)
        early = [step for change in order for step in _caused(loosed(change), change)]
        if self._version >= 18:
            early += not_nulls_aside(order)
        main: list[Step] = []
        inside = inlined(order, expansion.claims)
        for change in order:
            match change:
                case Add(Constraint(variant="foreign")):
                    continue
                case Add(Constraint()) if change.ident in inside.names:
                    continue
            if change.ident in expansion.replaced and isinstance(change, Modify):
                main += _caused(self._successor(change), change)
            else:
                main += _caused(self._change(change, inside), change)
        kept = _kept(self.new, order)
        late = [
            *(step for change in order for step in _caused(tied(change, kept), change)),
            *(aside_dropped(each) for each in expansion.replaced.values()),
        ]
        for change in order:
            match change:
                case Add(Constraint(variant="foreign")):
                    late += _caused(self._change(change, inside), change)
        late += self._namespace_privileges(order)
        body = hazards.apart(hazards.without_rows(early + main + late, order), changes)
        if any(_makes_routine(change) for change in order) and body:
            body.insert(0, Step("SET check_function_bodies = off", ("RESET check_function_bodies",)))
            body.append(Step("RESET check_function_bodies"))
        return body

    def _change(self, change: Change, inside: Inlined) -> Iterator[Step]:
        match change:
            case Add(Table() as table):
                table = replace(table, columns=tuple(map(self._named_here, table.columns)))
                yield from tables.create(table, inside.of.get(table.ident, ()))
                yield from self._said(table)
                for each in inside.of.get(table.ident, ()):
                    yield from self._said(each)
            case Add(Index() as index):
                only = Ident("table", index.schema, index.table) in self._partitioned
                yield from onto.create_index(index, only=only)
                yield from self._said(index)
            case Add(Column() as column):
                yield from columns.create(self._named_here(column), self._filler(column))
                yield from self._said(column)
            case Add(View(materialized=True) as view) if view.ident in self._before:
                first, *rest = created(view)
                yield replace(first, hazards=(hazards.filled_again(view),))
                yield from rest
                yield from self._said(view)
            case Add(each):
                yield from created(each)
                if isinstance(each, Namespace) and each.name == "public":
                    yield from self._as_initdb_made_it(each)
                yield from self._said(each)
            case Drop(each):
                yield dropped(each)
            case Rename(was, now):
                yield from rename(was, now)
                if self._version >= 18:
                    yield from not_nulls_renamed(was, now)
            case Modify(was, now):
                goal = self._named_here(now) if isinstance(now, Column) else now
                for step in alter(was, goal) or ():
                    yield replace(step, hazards=()) if hazards.is_successor(was, now) else step
                yield from attached.comment(now, was.comment, now.comment)
                yield from attached.parts(was, now)
                if isinstance(was, View) and isinstance(now, View):
                    yield from _view_comments(was, now)
                if self.privileges and not isinstance(now, Namespace):
                    yield from attached.privileges(now, was.privileges, now.privileges)
                if self.owners:
                    yield from attached.owner(now, was.owner, now.owner)

    def _namespace_privileges(self, order: tuple[Change, ...]) -> list[Step]:
        """Return what is given on schemas, last: default privileges are not for what this plan makes."""
        steps: list[Step] = []
        for change in order:
            match change:
                case Add(Namespace() as now):
                    future = tuple(each for each in now.privileges if each.startswith("ALTER DEFAULT"))
                    steps += _caused(attached.privileges(now, (), future), change)
                case Modify(Namespace() as was, Namespace() as now) if self.privileges:
                    steps += _caused(attached.privileges(now, was.privileges, now.privileges), change)
        return steps

    def _named_here(self, column: Column) -> Column:
        """Return a column with its NOT NULL named, where the server would find that name in use."""
        if self._version < 18 or column.nullable or column.option("not_null"):
            return column
        usual = names.not_null(column)
        if column.ident.parent not in self._partitioned and (column.schema, usual) not in self._held:
            return column
        return replace(column, options=(*column.options, ("not_null", usual)))

    def _filler(self, column: Column) -> str | None:
        """Return the value that rows get in a new column that takes no NULL: of an enum its first."""
        for each in self.new.objects:
            if isinstance(each, Enum) and names.of(each) == column.type and each.values:
                return names.literal(each.values[0])
        return types.neutral(column.type)

    def _as_initdb_made_it(self, public: Namespace) -> Iterator[Step]:
        right = "USAGE" if public.owner == "pg_database_owner" else "ALL"
        if right == "USAGE":
            yield Step("ALTER SCHEMA public OWNER TO pg_database_owner")
        yield Step(
            f"GRANT {right} ON SCHEMA public TO PUBLIC", (f"REVOKE {right} ON SCHEMA public FROM PUBLIC",)
        )

    def _said(self, each: SchemaObject) -> Iterator[Step]:
        """Yield comments, privileges and owner of a new object; one made again keeps those it had."""
        yield from attached.comments(each)
        was = self._before.get(each.ident)
        kept = was if was is not None and type(was) is type(each) else None
        source = each if kept is None or self.privileges else replace(each, privileges=kept.privileges)
        user = dict(self.old.settings).get("user")
        if isinstance(source, Namespace):
            later = {each for each in source.privileges if each.startswith("ALTER DEFAULT")}
            source = replace(
                source, privileges=tuple(each for each in source.privileges if each not in later)
            )
        yield from attached.all_privileges(source, attached.born_with(each, self._future, user or ""))
        if self.owners:
            yield from attached.owner(each, user, each.owner)
        elif kept is not None:
            yield from attached.owner(each, user, kept.owner)

    def _successor(self, change: Modify) -> Iterator[Step]:
        """Yield the steps that put a type aside and make its successor."""
        aside = types.old_name(change.old.name)
        name = names.of(change.old)
        hidden = f"{names.quote(change.old.schema)}.{aside}"
        yield Step(
            f"ALTER TYPE {name} RENAME TO {aside}",
            (f"ALTER TYPE {hidden} RENAME TO {names.quote(change.old.name)}",),
            tuple(hazards.of_type(change, self.old)),
        )
        yield from created(change.new)
        yield from self._said(change.new)


def _caused(steps: Iterable[Step], change: Change) -> list[Step]:
    """Return the steps with their cause; definitions that the server printed are made to print the same."""
    result = []
    for step in steps:
        if not step.sql.startswith("COMMENT ") and change.ident.kind != "routine":
            undo = None if step.undo is None else tuple(map(faithful, step.undo))
            step = replace(step, sql=faithful(step.sql), undo=undo)
        result.append(replace(step, cause=change))
    return result


def _kept(new: Schema, changes: tuple[Change, ...]) -> dict[Ident, Column]:
    """Return the columns that were there before, by what they are called now."""
    born = {change.ident for change in changes if isinstance(change, Add)}
    return {
        column.ident: column
        for table in new.tables()
        if table.ident not in born
        for column in table.columns
        if column.ident not in born
    }


def _view_comments(was: View, now: View) -> Iterator[Step]:
    before = {column.name: column.comment for column in was.columns}
    for column in now.columns:
        yield from attached.comment(column, before.get(column.name), column.comment)


def _makes_routine(change: Change) -> bool:
    if isinstance(change, Drop):
        return False
    each = change.object if isinstance(change, Add) else change.new
    return isinstance(each, Routine) and each.variant != "aggregate"
