"""What a change takes with it: things made anew, what stands in their way, what the server does by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from migrate.dialects.postgres import names, types
from migrate.dialects.postgres.plan.render import alter
from migrate.dialects.postgres.plan.translated import translated
from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.model import (
    Column,
    Composite,
    Constraint,
    Domain,
    Enum,
    Ident,
    Index,
    Policy,
    Range,
    Routine,
    Rule,
    Schema,
    SchemaObject,
    Sequence,
    Table,
    Trigger,
    View,
)
from migrate.schema.order import with_dependents


@dataclass(slots=True)
class Expansion:
    """The changes between two schemas, completed; the successors of ``replaced`` types take their names."""

    old: Schema
    new: Schema
    replaced: dict[Ident, SchemaObject] = field(default_factory=dict)
    _before: Mapping[Ident, SchemaObject] = field(default_factory=dict)
    _after: Mapping[Ident, SchemaObject] = field(default_factory=dict)
    _loose: dict[Ident, Column] = field(default_factory=dict)
    _ambiguous: set[tuple[str, str]] = field(default_factory=set)
    _dropped: set[Ident] = field(default_factory=set)
    _gone: set[str] = field(default_factory=set)

    def expand(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        """Return the changes with all that must be dropped, made again or changed for them."""
        self._before, self._after = self.old.by_ident(), self.new.by_ident()
        self._ambiguous = {
            _call(each)
            for each in (*self.old.objects, *self.new.objects)
            if isinstance(each, Routine) and int(each.option("defaults") or 0)
        }
        work = self._without_implied(translated(changes))
        work = self._with_types(work)
        work = self._made_anew(self._in_two(work))
        work = list(with_dependents(work, self.old, self.new, self._in_the_way))
        work = self._with_loose_defaults(work)
        self._dropped = {change.ident for change in work if isinstance(change, Drop)}
        self._gone = set(self._indexes_gone())
        work = [change for change in work if not self._comes_along(change)]
        return tuple(self._with_cut_keys(work))

    def claims(self, each: SchemaObject) -> Iterator[tuple[str, ...]]:
        """Yield the names an object holds: relations of a schema share one room, so do types."""
        match each:
            case Index() | View() | Sequence() | Constraint(variant="primary" | "unique" | "exclude"):
                yield "relation", each.schema, each.name
            case Table():
                yield "relation", each.schema, each.name
                if self._before.get(each.ident) == each:
                    for part in self.old.on(each.ident):
                        yield from self.claims(part)
                for column in each.columns:
                    yield from self.claims(column)
            case Column():
                if sequence := each.option("sequence"):
                    yield "relation", each.schema, names.sequence(sequence)[0].rpartition(".")[2]
                if not each.nullable and each.ident not in self._dropped:
                    yield "constraint", each.schema, each.table, names.not_null(each)
            case Enum() | Domain() | Composite() | Range():
                yield "type", each.schema, each.name
            case Routine() if (call := _call(each)) in self._ambiguous:
                yield "routine", *call

    def _without_implied(self, changes: list[Change]) -> list[Change]:
        """Leave out what the server does by itself to columns of partitions and children."""
        result: list[Change] = []
        for change in changes:
            match change:
                case Add(Column() as column) | Drop(Column() as column):
                    if column.option("inherited") == "only" and self._stays_child(column):
                        continue
                case Modify(Column() as was, Column() as now) if now.option("inherited") == "only":
                    if self._stays_child(now):
                        if not was.option("inherited"):
                            continue  # the parent's column takes it in
                        change = Modify(_as_parents_make_it(was, now, self._parents_nulls(now, changes)), now)
            result.append(change)
        return result

    def _comes_along(self, change: Change) -> bool:
        """Return whether a constraint or index comes or goes with a parent's, a sequence with its column."""
        match change:
            case Drop(Index() | Constraint() as part) if part.option("partition_of") in self._gone:
                return self._stays_child(part)
            case Drop(Sequence(owned_by=Ident() as column)):
                return column in self._dropped
            case Add(Constraint() as each) | Drop(Constraint() as each) if each.option("inherited") == "only":
                born = isinstance(change, Add) and each.variant == "foreign"
                return born or self._stays_child(each)
        return False

    def _indexes_gone(self) -> Iterator[str]:
        """Yield the names of the indexes that are dropped, those of dropped tables among them."""
        for ident in self._dropped:
            if ident.kind in ("index", "constraint"):
                yield names.of(ident)
            elif ident.kind == "table":
                yield from (names.qualified(ident.schema, each.name) for each in self.old.on(ident))

    def _stays_child(self, part: SchemaObject) -> bool:
        """Return whether its table has the same parents before and after: what they do, it does."""
        home = part.ident.parent
        was, now = self._before.get(home) if home else None, self._after.get(home) if home else None
        return (
            was is not None
            and now is not None
            and all(was.option(key) == now.option(key) for key in ("inherits", "partition_of", "bound"))
        )

    def _parents_nulls(self, column: Column, changes: list[Change]) -> bool:
        """Return whether a parent's column of that name begins or ends to take NULL."""
        table = self._after.get(Ident("table", column.schema, column.table))
        assert isinstance(table, Table)
        above = {table.option("partition_of"), *(table.option("inherits") or "").split(", ")}
        return any(
            isinstance(each, Modify)
            and isinstance(each.old, Column)
            and isinstance(each.new, Column)
            and each.new.name == column.name
            and names.home(each.new) in above
            and each.old.nullable != each.new.nullable
            for each in changes
        )

    def _with_types(self, changes: list[Change]) -> list[Change]:
        """Give each type that cannot be altered a successor, and bring the columns of it over."""
        result = list(changes)
        for change in changes:
            if not isinstance(change, Modify) or not isinstance(change.old, (Enum, Domain, Range, Composite)):
                continue
            if alter(change.old, change.new) is not None:
                continue
            self.replaced[change.ident] = change.old
            was = names.of(change.old)
            aside = names.quote(change.old.schema) + "." + types.old_name(change.old.name)
            for table in self.old.tables():
                for column in table.columns:
                    retyped = types.renamed(column.type, was, aside)
                    now = self._after.get(column.ident)
                    if retyped is None or not isinstance(now, Column):
                        continue
                    result = [
                        each for each in result if not (isinstance(each, Modify) and each.old == column)
                    ]
                    if column.option("inherited") != "only":
                        result.append(Modify(replace(column, type=retyped), now))
        return result

    def _in_two(self, changes: list[Change]) -> list[Change]:
        """Let a column go bare between a sequence of its own and an identity: both want one name."""
        result: list[Change] = []
        for change in changes:
            match change:
                case Modify(Column() as was, Column(generated=None) as now) if bool(was.identity) != bool(
                    now.identity
                ):
                    options = tuple(pair for pair in was.options if pair[0] != "sequence")
                    bare = replace(
                        was,
                        default=None,
                        identity=None,
                        generated=None,
                        stored=False,
                        options=options,
                        depends=frozenset(),
                    )
                    result += [Modify(was, bare), Modify(bare, now)]
                case _:
                    result.append(change)
        return result

    def _made_anew(self, changes: list[Change]) -> list[Change]:
        """Turn each Modify that no statement can do into a Drop and an Add."""
        result: list[Change] = []
        tables: list[Table] = []
        for change in changes:
            if (
                not isinstance(change, Modify)
                or change.ident in self.replaced
                or alter(change.old, change.new) is not None
            ):
                result.append(change)
                continue
            result += [Drop(change.old), Add(change.new)]
            if isinstance(change.old, Table) and isinstance(change.new, Table):
                tables.append(change.new)
        for now in tables:
            home = (now.schema, now.name)
            result = [each for each in result if (each.ident.schema, each.ident.table) != home]
            result += [Add(each) for each in self.new.on(now.ident)]
        return result

    def _in_the_way(self, change: Change, user: SchemaObject) -> bool:
        now = self._after.get(user.ident)
        if isinstance(user, Column) and user.generated is None:
            # A column is never dropped for another object: only its default lets go of it.
            if isinstance(change, Drop) and user.default is not None and isinstance(now, Column):
                self._loosen(change, user, now)
            return False
        if isinstance(user, (Table, Sequence)):
            return False
        match change:
            case Drop():
                # A foreign key that is altered in place still stands on the key it was made with.
                again = self._comes_again(change) or isinstance(user, Constraint)
                return now is not None and (again or _alike(user, now))
            case Modify(Column() as was, Column() as goal):
                return (was.type, was.collation) != (goal.type, goal.collation) and self._blocks(
                    user, now, was, goal
                )
            case Modify() if change.ident in self.replaced:
                return now is not None
        return False

    def _comes_again(self, change: Drop) -> bool:
        """Return whether something takes the place of what is dropped: itself, or who answers its calls."""
        gone = change.object
        return change.ident in self._after or (isinstance(gone, Routine) and _call(gone) in self._ambiguous)

    def _loosen(self, change: Drop, user: Column, now: Column) -> None:
        if self._comes_again(change) or user.default == now.default:
            self._loose[user.ident] = user

    def _blocks(self, user: SchemaObject, now: SchemaObject | None, was: Column, goal: Column) -> bool:
        """Return whether an object keeps a column from changing its type."""
        match user:
            case View() | Rule() | Policy() | Trigger() | Routine() | Column():
                return True
            case Constraint(variant="foreign"):
                return not types.same_family(was.type, goal.type)
            case Index() | Constraint():
                return now is None or not _alike(user, now)
        return user.ident.kind.startswith("publication")

    def _with_loose_defaults(self, changes: list[Change]) -> list[Change]:
        """Let a column's default go before, and come back after, what it uses is made anew."""
        result = list(changes)
        for ident, column in self._loose.items():
            now = self._after[ident]
            assert isinstance(now, Column)
            known = next((each for each in changes if each.ident == ident), None)
            if isinstance(known, (Drop, Add, Rename)):
                continue
            bare = replace(column, default=None, depends=frozenset())
            if known is not None:
                result.remove(known)
            result += [Modify(column, bare), Modify(bare, now)]
        return result

    def _with_cut_keys(self, changes: list[Change]) -> list[Change]:
        """Drop the foreign keys between dropped tables first: two tables may refer to each other."""
        dropped = {change.ident for change in changes if isinstance(change, Drop)}
        keys: list[Change] = []
        for table in dropped:
            if table.kind != "table":
                continue
            for each in self.old.on(table):
                if not isinstance(each, Constraint) or each.variant != "foreign" or each.option("inherited"):
                    continue
                if each.ident not in dropped:
                    to = Ident("table", each.ref_schema, each.ref_table)
                    if to != table and (to in dropped or dropped & each.depends):
                        keys.append(Drop(each))
        return keys + changes


def _call(routine: Routine) -> tuple[str, str]:
    """Return what a call without arguments names: with defaults, two routines may answer to it."""
    return routine.schema, routine.name.partition("(")[0]


def _alike(was: SchemaObject, now: SchemaObject) -> bool:
    """Return whether two objects are the same but for what is said about them."""
    return replace(was, comment=None, owner=None, privileges=()) == replace(
        now, comment=None, owner=None, privileges=()
    )


def _as_parents_make_it(was: Column, now: Column, nulls: bool) -> Column:
    """Return an inherited column with what its parent's change brings: the type, and NOT NULL."""
    was = replace(was, type=now.type, collation=now.collation)
    if not nulls:
        return was
    options = dict(was.options)
    for key in ("not_null", "not_null_is"):
        value = now.option(key)
        options.pop(key, None)
        options |= {key: value} if value else {}
    return replace(was, nullable=now.nullable, options=tuple(sorted(options.items())))
