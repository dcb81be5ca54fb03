"""The order of work: which steps a set of changes needs, phase by phase."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from migrate.dialects.mysql.features import Features
from migrate.dialects.mysql.plan import hazards, programs, sequences, tables
from migrate.dialects.mysql.plan.shape import changed, renamed, shape, shape_of
from migrate.dialects.mysql.text import quote
from migrate.schema.changes import Add, Change, Drop, Modify, Rename
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
from migrate.schema.model import (
    Sequence as SequenceObject,
)
from migrate.schema.order import ordered
from migrate.schema.plan import Step

Whole = View | Trigger | Other


class Work:
    """The changes of one plan, sorted by who takes care of them."""

    def __init__(self, changes: Iterable[Change], old: Schema, new: Schema, features: Features) -> None:
        self.old, self.new, self.features = old, new, features
        self.changes = tuple(changes)
        self.there = old.by_ident()
        self.gone = {each.object.name for each in self.changes if _is(each, Drop, Table)}
        self.born = {each.object.name for each in self.changes if _is(each, Add, Table)}
        self.renamed = {each.old.name: each.new.name for each in self.changes if _is(each, Rename, Table)}

    def steps(self) -> Iterator[Step]:
        """Yield the steps in order."""
        yield from self._drop_wholes()
        yield from self._drop_foreign()
        yield from self._rename_tables()
        yield from self._drop_tables()
        yield from self._sequences(made=True)
        yield from self._alter_tables()
        yield from self._create_tables()
        yield from self._add_foreign()
        yield from self._sequences(made=False)
        yield from self._create_wholes()

    # Views, triggers, routines, events.

    def _drop_wholes(self) -> Iterator[Step]:
        doomed: list[Change] = []
        for change in self.changes:
            match change:
                case Drop(View() | Trigger() | Other()):
                    doomed.append(change)
                case Modify(View(), View()):
                    pass
                case Modify((Trigger() | Other()) as was, Trigger() | Other()):
                    doomed.append(Drop(was))
                case Rename((View() | Trigger() | Other()) as was, _):
                    doomed.append(Drop(was))
        for change in ordered(doomed, self.old, self.new):
            assert isinstance(change, Drop)
            undo = self._made(change.object, self.old)  # type: ignore[arg-type]
            yield Step(programs.drop(change.object), tuple(undo), (), change, transactional=False)

    def _create_wholes(self) -> Iterator[Step]:
        wanted: list[Change] = []
        for change in self.changes:
            match change:
                case Add(View() | Trigger() | Other()) | Modify(View(), View()):
                    wanted.append(change)
                case Modify(Trigger() | Other(), (Trigger() | Other()) as now):
                    wanted.append(Add(now))
                case Rename(_, (View() | Trigger() | Other()) as now):
                    wanted.append(Add(now))
        for change in sorted(ordered(wanted, self.old, self.new), key=_made_when):
            now = change.object if isinstance(change, Add) else change.new
            replaces = isinstance(change, Modify)
            undo = (
                tuple(self._made(change.old, self.old, replaces=True))
                if isinstance(change, Modify)
                else (programs.drop(now),)
            )
            statements = self._made(now, self.new, replaces=replaces)
            for sql in statements:
                made = not sql.startswith("SET SESSION")
                yield Step(sql, undo if made else (), (), change, transactional=False)

    def _made(self, each: Whole, schema: Schema, *, replaces: bool = False) -> list[str]:
        before = self.there.get(each.ident)
        user = dict(self.old.settings).get("user")
        definer = before.owner if before is not None and before.owner != user else None
        if isinstance(each, View):
            return [programs.create_view(each, definer=definer, replace=replaces)]
        after = ""
        if isinstance(each, Trigger):
            table = next(one for one in schema.tables() if one.name == each.table)
            after = programs.place_of(each, table, self._triggers_by(each, schema))
        return programs.create_program(each, schema, self.features, definer=definer, after=after)

    def _triggers_by(self, trigger: Trigger, schema: Schema) -> dict[str, Trigger]:
        """Return the triggers of the same table that stand when this one is made."""
        kept = {
            each.name: each
            for each in self.old.objects
            if isinstance(each, Trigger) and each.table == trigger.table
        }
        touched = {each.ident.name for each in self.changes if each.ident.kind == "trigger"}
        return {name: each for name, each in kept.items() if name not in touched}

    # Foreign keys.

    def _drop_foreign(self) -> Iterator[Step]:
        doomed: defaultdict[str, list[Constraint]] = defaultdict(list)
        for change in self.changes:
            match change:
                case Drop(Constraint(variant="foreign") as each) | Modify(
                    Constraint(variant="foreign") as each, _
                ):
                    doomed[self._name_before(each.table)].append(each)
        for each in self._cyclic():
            doomed[each.table].append(each)
        for table, constraints in sorted(doomed.items()):
            clauses = [f"DROP FOREIGN KEY {quote(each.name)}" for each in constraints]
            undo = [f"ADD {tables.constraint_clause(each)}" for each in constraints]
            yield Step(
                _alter(table, clauses), (_alter(table, undo),), (), Drop(constraints[0]), transactional=False
            )

    def _name_before(self, table: str) -> str:
        return next((was for was, now in self.renamed.items() if now == table), table)

    def _add_foreign(self) -> Iterator[Step]:
        wanted: defaultdict[str, list[Constraint]] = defaultdict(list)
        for change in self.changes:
            match change:
                case Add(Constraint(variant="foreign") as each) | Modify(
                    _, Constraint(variant="foreign") as each
                ):
                    if each not in self._inline.get(each.table, ()):
                        wanted[each.table].append(each)
        for table, constraints in sorted(wanted.items()):
            clauses = [f"ADD {tables.constraint_clause(each)}" for each in constraints]
            undo = [f"DROP FOREIGN KEY {quote(each.name)}" for each in constraints]
            found = tuple(hazards.of_foreign(each) for each in constraints)
            yield Step(
                _alter(table, clauses),
                (_alter(table, undo),),
                found,
                Add(constraints[0]),
                transactional=False,
            )

    def _cyclic(self) -> list[Constraint]:
        """Return the foreign keys that make a circle among the tables to be dropped."""
        left = set(self.gone)
        foreign = [each for each in _foreign(self.old) if each.table in left and each.ref_table in left]
        self._drop_order: list[str] = []
        broken: list[Constraint] = []
        while left:
            open_ = {
                each.ref_table for each in foreign if each.table in left and each.table != each.ref_table
            }
            free = sorted(left - open_)
            if not free:
                victim = min(left)
                cut = [each for each in foreign if each.ref_table == victim and each.table in left]
                broken += [each for each in cut if each.table != victim]
                free = [victim]
            self._drop_order += free
            left -= set(free)
        return broken

    # Tables.

    def _rename_tables(self) -> Iterator[Step]:
        if self.renamed:
            pairs = _chained(self.renamed)
            back = ", ".join(f"{quote(now)} TO {quote(was)}" for was, now in reversed(pairs))
            sql = ", ".join(f"{quote(was)} TO {quote(now)}" for was, now in pairs)
            cause = next(each for each in self.changes if _is(each, Rename, Table))
            yield Step(f"RENAME TABLE {sql}", (f"RENAME TABLE {back}",), (), cause, transactional=False)

    def _drop_tables(self) -> Iterator[Step]:
        for name in self._drop_order:
            ident = Ident("table", "", name)
            table = self.there[ident]
            assert isinstance(table, Table)
            before = shape_of(table, self.old.on(ident))
            inline = [each for each in _foreign(self.old) if each.table == name]
            undo = tables.create(before, inline, self.features)
            yield Step(
                f"DROP TABLE {quote(name)}",
                tuple(undo),
                (hazards.of_drop(table),),
                Drop(table),
                transactional=False,
            )

    def _alter_tables(self) -> Iterator[Step]:
        touched = sorted(
            {
                each.ident.name if each.ident.kind == "table" else each.ident.table
                for each in self.changes
                if each.ident.kind in ("table", "column", "index", "constraint")
            }
            - self.gone
            - self.born
        )
        for name in touched:
            yield from self._alter_table(name)

    def _alter_table(self, name: str) -> Iterator[Step]:
        old = shape(self.old, Ident("table", "", self._name_before(name)))
        wanted = shape(self.new, Ident("table", "", name))
        if old is None or wanted is None:
            return
        before = renamed(old, wanted.table)
        mine = [each for each in self.changes if _of_table(each, name)]
        after = changed(before, mine, wanted)
        columns = _renames(mine, Column)
        keys = _renames(mine, Index)
        statements = tables.alter(before, after, self.features, columns=columns, key_names=keys)
        back = tables.alter(
            after,
            before,
            self.features,
            columns={now: was for was, now in columns.items()},
            key_names={now: was for was, now in keys.items()},
        )
        found = tuple(hazards.of_alter(old, after, columns))
        cause = mine[0] if len(mine) == 1 else Modify(before.table, after.table)
        for place, sql in enumerate(statements):
            last = place == len(statements) - 1
            yield Step(
                sql, tuple(back) if last else (), found if place == 0 else (), cause, transactional=False
            )

    def _create_tables(self) -> Iterator[Step]:
        made: set[str] = {each.name for each in self.old.tables()} - self.gone
        self._inline: dict[str, list[Constraint]] = {}
        foreign = [each for each in _foreign(self.new) if each.table in self.born]
        left = set(self.born)
        while left:
            free = sorted(
                name
                for name in left
                if all(_stands(each, name, made) for each in foreign if each.table == name)
            ) or [min(left)]
            for name in free:
                self._inline[name] = [
                    each for each in foreign if each.table == name and _stands(each, name, made)
                ]
                made.add(name)
                yield from self._create_table(name)
            left -= set(free)

    def _create_table(self, name: str) -> Iterator[Step]:
        wanted = shape(self.new, Ident("table", "", name))
        assert wanted is not None
        for sql in tables.create(wanted, self._inline[name], self.features):
            undo = (f"DROP TABLE {quote(name)}",) if sql.startswith("CREATE") else ()
            yield Step(sql, undo, (), Add(wanted.table), transactional=False)

    def _sequences(self, *, made: bool) -> Iterator[Step]:
        for change in self.changes:
            match change:
                case Add(SequenceObject() as each) if made:
                    yield Step(
                        sequences.create(each), (sequences.drop(each),), (), change, transactional=False
                    )
                case Modify(SequenceObject() as was, SequenceObject() as now) if made:
                    yield Step(
                        sequences.alter(was, now),
                        (sequences.alter(now, was),),
                        (),
                        change,
                        transactional=False,
                    )
                case Drop(SequenceObject() as each) if not made:
                    lost = (hazards.of_sequence(each),)
                    yield Step(
                        sequences.drop(each), (sequences.create(each),), lost, change, transactional=False
                    )
                case Rename(SequenceObject() as was, SequenceObject() as now) if made:
                    there = f"RENAME TABLE {quote(was.name)} TO {quote(now.name)}"
                    back = f"RENAME TABLE {quote(now.name)} TO {quote(was.name)}"
                    yield Step(there, (back,), (), change, transactional=False)


def _is(change: Change, kind: type, of: type[SchemaObject]) -> bool:
    subject = change.old if isinstance(change, (Modify, Rename)) else change.object
    return isinstance(change, kind) and isinstance(subject, of)


def _of_table(change: Change, name: str) -> bool:
    return change.ident.table == name or change.ident == Ident("table", "", name)


def _renames(changes: Sequence[Change], kind: type[SchemaObject]) -> dict[str, str]:
    return {
        each.old.name: each.new.name
        for each in changes
        if isinstance(each, Rename) and _is(each, Rename, kind)
    }


def _foreign(schema: Schema) -> list[Constraint]:
    return [each for each in schema.objects if isinstance(each, Constraint) and each.variant == "foreign"]


def _stands(constraint: Constraint, table: str, made: set[str]) -> bool:
    return bool(constraint.ref_schema) or constraint.ref_table == table or constraint.ref_table in made


def _alter(table: str, clauses: Sequence[str]) -> str:
    return f"ALTER TABLE {quote(table)}\n" + ",\n".join(f"  {clause}" for clause in clauses)


def _chained(renames: dict[str, str]) -> list[tuple[str, str]]:
    """Return the renames in an order in which each new name is free; a circle takes a detour."""
    left, result = dict(renames), []
    while left:
        was = next((was for was, now in left.items() if now not in left), None)
        if was is None:
            was = min(left)
            detour = f"{was}__"[-64:]
            result.append((was, detour))
            left[detour] = left.pop(was)
            continue
        result.append((was, left.pop(was)))
    return result


def _made_when(change: Change) -> int:
    """Return the phase in which a program or view is made: routines, views, triggers, events."""
    kinds = ("function", "procedure", "package", "package body", "view", "trigger", "event")
    return kinds.index(change.ident.kind)
