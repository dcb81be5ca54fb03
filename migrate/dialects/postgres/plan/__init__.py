"""Plans: what must change between two schemas as statements in an order that works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from migrate.dialects.postgres import names, types
from migrate.dialects.postgres.diff import RULES
from migrate.dialects.postgres.plan import attached, columns, kinds, onto, tables
from migrate.dialects.postgres.plan.expand import Expansion
from migrate.dialects.postgres.plan.faithful import faithful
from migrate.dialects.postgres.plan.render import alter
from migrate.dialects.postgres.plan.render import create as created
from migrate.dialects.postgres.plan.render import drop as dropped
from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.diff import diff
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
    Sequence,
    Table,
    View,
)
from migrate.schema.order import Claims, ordered
from migrate.schema.plan import Hazard, HazardKind, Plan, Step
from migrate.schema.stored import fingerprint

EMPTY = Schema.of("postgres", [Namespace(name="public", comment="standard public schema")])


def create(schema: Schema) -> Plan:
    """Return the plan that builds the schema in an empty database."""
    public = schema.by_ident().get(Ident("schema", "", "public"))
    base = replace(public, comment="standard public schema", privileges=()) if public is not None else None
    empty = Schema.of("postgres", [base] if base is not None else EMPTY.objects)
    return plan(diff(empty, schema, RULES, privileges=True), empty, schema, privileges=True)


def plan(
    changes: Iterable[Change], old: Schema, new: Schema, *, owners: bool = False, privileges: bool = False
) -> Plan:
    """Return the steps for the changes.

    ``owners`` and ``privileges`` are as the diff had them; without, what is made again keeps those it had.
    """
    work = _Work(old, new, owners, privileges)
    steps = work.steps(tuple(changes))
    return Plan(tuple(steps), fingerprint(old), fingerprint(new))


@dataclass(slots=True)
class _Work:
    old: Schema
    new: Schema
    owners: bool
    privileges: bool
    _before: dict[Ident, SchemaObject] = field(default_factory=dict)
    _partitioned: set[Ident] = field(default_factory=set)

    def steps(self, changes: tuple[Change, ...]) -> list[Step]:
        if not changes:
            return []
        self._before = self.old.by_ident()
        self._partitioned = {each.ident for each in self.new.tables() if each.option("partition_by")}
        expansion = Expansion(self.old, self.new)
        order = ordered(expansion.expand(changes), self.old, self.new, claims=expansion.claims)
        early: list[Step] = []
        main: list[Step] = []
        inlined = _inlined(order, expansion.claims)
        for change in order:
            match change:
                case Add(Constraint(variant="foreign")):
                    continue
                case Add(Constraint()) if change.ident in inlined.names:
                    continue
                case Modify(Sequence() as was, Sequence() as now) if was.owned_by not in (None, now.owned_by):
                    loose = kinds.owned(was)
                    assert loose is not None
                    assert loose.undo is not None
                    early.append(Step(loose.undo[0], (loose.sql,), cause=change))
            if change.ident in expansion.replaced and isinstance(change, Modify):
                main += _caused(self._successor(change), change)
            else:
                main += _caused(self._change(change, inlined), change)
        late = [
            *(step for change in order for step in _caused(_attached(change), change)),
            *(_aside_dropped(each) for each in expansion.replaced.values()),
        ]
        for change in order:
            match change:
                case Add(Constraint(variant="foreign")):
                    late += _caused(self._change(change, inlined), change)
        body = _marked(early + _detached(order) + main + late, changes)
        if any(_makes_routine(change) for change in order) and body:
            body.insert(0, Step("SET check_function_bodies = off", ("RESET check_function_bodies",)))
            body.append(Step("RESET check_function_bodies"))
        return body

    def _change(self, change: Change, inlined: _Inlined) -> Iterator[Step]:
        match change:
            case Add(Table() as table):
                yield from tables.create(table, inlined.of.get(table.ident, ()))
                yield from self._said(table)
                for each in inlined.of.get(table.ident, ()):
                    yield from self._said(each)
            case Add(Index() as index):
                only = Ident("table", index.schema, index.table) in self._partitioned
                yield from onto.create_index(index, only=only)
                yield from self._said(index)
            case Add(Column() as column):
                yield from columns.create(column, self._filler(column))
                yield from self._said(column)
            case Add(each):
                yield from created(each)
                yield from self._said(each)
            case Drop(each):
                yield dropped(each)
            case Rename(was, now):
                yield from _rename(was, now)
            case Modify(was, now):
                yield from alter(was, now) or ()
                yield from attached.comment(now, was.comment, now.comment)
                yield from attached.parts(was, now)
                if isinstance(was, View) and isinstance(now, View):
                    yield from _view_comments(was, now)
                if self.privileges:
                    yield from attached.privileges(now, was.privileges, now.privileges)
                if self.owners:
                    yield from attached.owner(now, was.owner, now.owner)

    def _filler(self, column: Column) -> str | None:
        """Return the value that rows get in a new column that takes no NULL: of an enum its first."""
        for each in self.new.objects:
            if isinstance(each, Enum) and names.of(each) == column.type and each.values:
                return names.literal(each.values[0])
        return types.neutral(column.type)

    def _said(self, each: SchemaObject) -> Iterator[Step]:
        """Yield comments, privileges and owner of a new object; one made again keeps those it had."""
        yield from attached.comments(each)
        was = self._before.get(each.ident)
        kept = was if was is not None and type(was) is type(each) else None
        source = each if kept is None or self.privileges else replace(each, privileges=kept.privileges)
        yield from attached.all_privileges(source)
        user = dict(self.old.settings).get("user")
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
            tuple(_value_hazards(change, self.old)),
        )
        yield from created(change.new)
        yield from self._said(change.new)


@dataclass(frozen=True, slots=True)
class _Inlined:
    """Constraints that stand in the CREATE TABLE of their table."""

    of: dict[Ident, tuple[Constraint, ...]]
    names: frozenset[Ident]


def _inlined(changes: tuple[Change, ...], claims: Claims) -> _Inlined:
    freed = {
        claim
        for change in changes
        if isinstance(change, (Drop, Rename))
        for claim in claims(change.object if isinstance(change, Drop) else change.old)
    }
    born = {change.ident: change.object for change in changes if isinstance(change, Add)}
    of: dict[Ident, tuple[Constraint, ...]] = {}
    for each in born.values():
        if not isinstance(each, Constraint) or each.options or not each.validated:
            continue
        home = each.ident.parent
        table = born.get(home) if home is not None else None
        if home is None or not isinstance(table, Table) or each.variant not in ("primary", "unique", "check"):
            continue
        if each.columns and any(each.columns == other.columns for other in of.get(home, ())):
            continue  # CREATE TABLE would make one of two keys on the same columns
        known = {column.ident for column in table.columns} | table.depends
        if each.depends <= known and freed.isdisjoint(claims(each)):
            of[home] = (*of.get(home, ()), each)
    return _Inlined(of, frozenset(each.ident for inside in of.values() for each in inside))


def _caused(steps: Iterable[Step], change: Change) -> list[Step]:
    """Return the steps with their cause; definitions that the server printed are made to print the same."""
    result = []
    for step in steps:
        if not step.sql.startswith("COMMENT ") and change.ident.kind != "routine":
            undo = None if step.undo is None else tuple(map(faithful, step.undo))
            step = replace(step, sql=faithful(step.sql), undo=undo)
        result.append(replace(step, cause=change))
    return result


def _attached(change: Change) -> Iterator[Step]:
    """Yield what ties a new object to another: a sequence to its column, a part to its whole."""
    match change:
        case Add(Table() as table):
            yield from tables.attach(table)
        case Modify(Table() as was, Table() as now) if tables.attach(was) != tables.attach(now):
            yield from tables.attach(now)
        case Add(Index() | Constraint() as part):
            yield from onto.attach_index(part)
        case Modify(Index() | Constraint() as was, Index() | Constraint() as now):
            if was.option("partition_of") != now.option("partition_of"):
                yield from onto.attach_index(now)
        case Add(Sequence() as sequence) if sequence.owned_by is not None:
            step = kinds.owned(sequence)
            yield from [step] if step else []
        case Modify(Sequence() as was, Sequence() as now) if was.owned_by != now.owned_by:
            step = kinds.owned(now)
            yield from [step] if step else []


def _detached(changes: tuple[Change, ...]) -> list[Step]:
    steps: list[Step] = []
    for change in changes:
        match change:
            case Modify(Table() as was, Table() as now) if tables.attach(was) != tables.attach(now):
                steps += _caused(tables.detach(was), change)
    return steps


def _aside_dropped(each: SchemaObject) -> Step:
    return Step(f"DROP TYPE {names.quote(each.schema)}.{types.old_name(each.name)}")


def _value_hazards(change: Modify, old: Schema) -> Iterator[Hazard]:
    was, now = change.old, change.new
    if not isinstance(was, Enum) or not isinstance(now, Enum):
        return
    kept = ", ".join(names.literal(value).strip() for value in now.values)
    for value in was.values:
        if value in now.values:
            continue
        counts = [
            f"(SELECT count(*) FROM {names.home(column)} "
            f"WHERE {names.quote(column.name)}::text = {names.literal(value)})"
            for table in old.tables()
            for column in table.columns
            if column.type == names.of(was)
        ]
        subject = f"{names.subject(was)}.{value}"
        message = f"value {value!r} of {names.subject(was)} goes away; what is left: {kept}"
        yield Hazard(
            HazardKind.LOSES_DATA, subject, message, count="SELECT " + " + ".join(counts) if counts else None
        )


def _view_comments(was: View, now: View) -> Iterator[Step]:
    before = {column.name: column.comment for column in was.columns}
    for column in now.columns:
        yield from attached.comment(column, before.get(column.name), column.comment)


def _rename(old: SchemaObject, new: SchemaObject) -> Iterator[Step]:
    match old, new:
        case (Index(), Index()) | (Constraint(), Constraint()):
            yield from onto.rename(old, new)
        case Column(), Column():
            head = f"ALTER TABLE {names.home(new)} RENAME COLUMN"
            pair = names.quote(old.name), names.quote(new.name)
            yield Step(f"{head} {pair[0]} TO {pair[1]}", (f"{head} {pair[1]} TO {pair[0]}",))
        case _:
            if old.schema != new.schema:
                back = replace(old, schema=new.schema)
                yield Step(
                    f"ALTER {attached.designation(old)} SET SCHEMA {names.quote(new.schema)}",
                    (f"ALTER {attached.designation(back)} SET SCHEMA {names.quote(old.schema)}",),
                )
                old = back
            if old.name != new.name:
                names_ = [names.quote(each.name.partition("(")[0]) for each in (old, new)]
                yield Step(
                    f"ALTER {attached.designation(old)} RENAME TO {names_[1]}",
                    (f"ALTER {attached.designation(new)} RENAME TO {names_[0]}",),
                )


def _makes_routine(change: Change) -> bool:
    if isinstance(change, Drop):
        return False
    each = change.object if isinstance(change, Add) else change.new
    return isinstance(each, Routine) and each.variant != "aggregate"


def _marked(steps: list[Step], changes: tuple[Change, ...]) -> list[Step]:
    """Mark the new enum values that the same plan uses: the server lets them be used once committed."""
    fresh = {
        value
        for change in changes
        if isinstance(change, Modify) and isinstance(change.old, Enum) and isinstance(change.new, Enum)
        for value in set(change.new.values) - set(change.old.values)
    }
    if not fresh:
        return steps
    others = "\n".join(step.sql for step in steps if " ADD VALUE " not in step.sql)
    used = any(names.literal(value).strip() in others for value in fresh)
    return [
        replace(step, transactional=False) if used and " ADD VALUE " in step.sql else step for step in steps
    ]
