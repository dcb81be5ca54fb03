"""What was kept, woven into a way back: between the tables that come and the rules that come after."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from migrate.database.kept import Kept, Kind
from migrate.database.revision import Revision
from migrate.database.steps import run_steps
from migrate.database.target import Target
from migrate.dialects.base import Session
from migrate.dialects.keeping import Keeping, Pairs
from migrate.errors import DatabaseError, PlanError
from migrate.operations.keep.middle import middle
from migrate.operations.proof import EVERYTHING, Opener, Sight, prove, tried
from migrate.schema.identity import Renames, inverted
from migrate.schema.model import Column, Constraint, Ident, Schema, Table
from migrate.schema.plan import Hazard, HazardKind, Plan, Step

_NO_KEY = "its table has no key by which rows could be found again"
_NO_TABLE = "its table is not there in the wanted version"
_NO_COLUMN = "it is not there in the wanted version"


@dataclass(frozen=True, slots=True)
class Return:
    """What becomes of one kept item on a way back: ``rows`` come home, or ``why_not`` says why none do.

    ``subject`` is what a person calls it, ``place`` where it is kept.
    """

    id: int
    subject: str
    place: str
    rows: int
    why_not: str | None = None

    def __str__(self) -> str:
        if self.why_not is not None:
            return f"{self.subject} (item {self.id}): {self.why_not}; {self.rows:,} rows stay in {self.place}"
        return f"{self.subject}: {self.rows:,} rows (item {self.id})"


@dataclass(frozen=True, slots=True)
class Homecoming:
    """An item whose rows can come back: into which table, which columns, found by which key."""

    item: Kept
    table: Table
    columns: Pairs
    key: Pairs
    now: Table | None
    """The table as it is before the way back."""
    now_key: Pairs
    now_columns: Pairs

    @property
    def is_whole(self) -> bool:
        """Return whether rows come back, and not values into rows that are there."""
        return self.item.kind in (Kind.TABLE, Kind.REMADE)


@dataclass(frozen=True, slots=True)
class Returns:
    """What was kept of the versions that are reverted, and can or can not come back."""

    homecomings: tuple[Homecoming, ...] = ()
    left: tuple[tuple[Kept, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.homecomings)

    @property
    def tables(self) -> frozenset[Ident]:
        """Return the tables that get rows."""
        return frozenset(each.table.ident for each in self.homecomings if each.is_whole)

    @property
    def columns(self) -> frozenset[Ident]:
        """Return the columns that get values."""
        return frozenset(
            Ident("column", each.table.schema, name, each.table.name)
            for each in self.homecomings
            if not each.is_whole
            for name, _ in each.columns
        )

    def middle(self, wanted: Schema, observed: Schema, keeping: Keeping) -> Schema:
        """Return the schema in which they come home."""
        return middle(wanted, observed, keeping, tables=self.tables, columns=self.columns)


def kept_of(target: Target, reverted: Sequence[Revision]) -> tuple[Kept, ...]:
    """Return what was kept of these versions and is not back, the newest copy of each thing, newest first."""
    versions = {each.version for each in reverted}
    found: dict[tuple[object, ...], Kept] = {}
    for each in target.kept.read():
        if each.version in versions and each.restored_at is None:
            found[each.version, each.kind, each.schema, each.table, each.columns] = each
    return tuple(sorted(found.values(), key=lambda each: each.id, reverse=True))


def returns(
    items: Sequence[Kept],
    wanted: Schema,
    observed: Schema,
    *,
    names: Mapping[str, Renames],
    renames: Renames,
) -> Returns:
    """Return what of these items can come back to the wanted schema.

    ``names`` says what the wanted objects were called before each version, ``renames`` what they are called
    now.  Of a column that changed several times its oldest values come back.
    """
    goals = {each.ident: each for each in wanted.tables()}
    live = {each.ident: each for each in observed.tables()}
    homecomings: list[Homecoming] = []
    left: list[tuple[Kept, str]] = []
    taken: set[Ident] = set()
    for item in reversed(items):
        back = inverted(names.get(item.version, {}))
        source = Ident("table", item.schema, item.table)
        table = goals.get(back.get(source, source))
        if table is None:
            left.append((item, _NO_TABLE))
            continue
        whole = item.kind in (Kind.TABLE, Kind.REMADE)
        columns = _pairs(item.stored if whole else item.columns, item, table, back)
        columns = [
            pair for pair in columns if Ident("column", table.schema, pair[0], table.name) not in taken
        ]
        key = _pairs(item.key, item, table, back)
        if len(key) < len(item.key):
            key = []
        if not columns:
            left.append((item, _NO_COLUMN))
        elif not whole and not key:
            left.append((item, _NO_KEY))
        else:
            if not whole:
                taken |= {Ident("column", table.schema, name, table.name) for name, _ in columns}
            now = live.get(renames.get(table.ident, table.ident))
            homecomings.append(
                Homecoming(
                    item,
                    table,
                    columns,
                    key,
                    now,
                    _now(key, table, now, renames),
                    _now(columns, table, now, renames),
                )
            )
    order = _parents_first(wanted, {each.table.ident for each in homecomings})
    homecomings.sort(key=lambda each: (not each.is_whole, order.index(each.table.ident), -each.item.id))
    return Returns(tuple(homecomings), tuple(left))


def counted(returns: Returns, session: Session) -> tuple[Return, ...]:
    """Return how many rows will come back, counted now."""
    keeping = session.dialect.keeping
    found = []
    for each in returns.homecomings:
        item, rows = each.item, each.item.rows
        if not each.is_whole and each.now is not None and each.now_key:
            looks = item.after is not None and len(each.now_columns) == len(each.columns)
            values = each.now_columns if looks and _is_as_left(each, session) else ()
            place = item.after if item.after is not None else item.place
            with contextlib.suppress(DatabaseError):
                sql = keeping.matching(each.now, each.now_key, values, place)
                ((rows,),) = keeping.ask(session, sql)
        found.append(Return(item.id, item.subject, item.place, int(rows)))
    left = (Return(item.id, item.subject, item.place, item.rows, why) for item, why in returns.left)
    return (*found, *left)


def covered(hazards: Iterable[Hazard], coming: Returns, session: Session) -> tuple[Hazard, ...]:
    """Return the dangers, of which those to values that get the ones back that are kept are none.

    Only rows that came or changed since the file ran have something to lose then.
    """
    keeping = session.dialect.keeping
    found = []
    for hazard in hazards:
        for each in coming.homecomings:
            if hazard.kind is HazardKind.LOSES_DATA and hazard.count and _is_of(hazard, each, session):
                assert each.now is not None
                assert each.item.after is not None
                rest = keeping.uncovered(each.now, each.now_key, each.now_columns, each.item.after)
                both = f"select ({hazard.count}) as n union all select ({rest})"
                hazard = replace(hazard, count=f"select min(n) from ({both}) as counts")
                break
        found.append(hazard)
    return tuple(found)


def _is_of(hazard: Hazard, each: Homecoming, session: Session) -> bool:
    """Return whether a danger is one to a column whose values are kept as they were and as they are."""
    if each.now is None or each.item.after is None or not each.now_key:
        return False
    if len(each.now_columns) < len(each.columns) or not _is_as_left(each, session):
        return False
    names = [(each.now.name, name) for name, _ in each.now_columns]
    names += [(each.table.name, name) for name, _ in each.columns]
    return any(f".{hazard.subject}".endswith(f".{table}.{name}") for table, name in names)


def woven(
    opener: Opener,
    wanted: Schema,
    observed: Schema,
    coming: Returns,
    session: Session,
    *,
    renames: Renames,
    planned: Sequence[Step] = (),
    sight: Sight = EVERYTHING,
) -> Plan:
    """Return the way back with the rows in its middle; the ways before and after it are rehearsed.

    ``planned`` are the steps of down files: they come first, whatever is in the way of the rows is taken out
    again.  Where the database refuses the detour, the rows come at the end.
    Raises PlanError if no way holds.
    """
    half = coming.middle(wanted, observed, session.dialect.keeping)
    try:
        first = _first(opener, half, renames=renames, planned=planned, sight=sight)
        second = prove(_after(opener, first), wanted, sight=sight)
    except PlanError:
        first = _first(opener, wanted, renames=renames, planned=planned, sight=sight)
        second = Plan()
    rest = [replace(step, hazards=()) for step in second.steps]  # they are of rows that are not there yet
    # A new value of an enum can be used once it is committed.
    early = [replace(each, transactional=False) for each in first.steps if " ADD VALUE " in each.sql]
    heads, body, tails = _settings(each for each in first.steps if " ADD VALUE " not in each.sql)
    heads = [*early, *heads]
    more_heads, more_body, more_tails = _settings(rest)
    head, tail = dict.fromkeys((*heads, *more_heads)), dict.fromkeys((*tails, *more_tails))
    tried(opener, (*head, *body, *more_body, *tail), wanted, sight=sight)
    looks = [Step(sql) for sql in _looks(coming, session)]
    rows = [Step(sql) for sql in _rows(coming, session, wanted, observed)]
    positions = [Step(sql) for sql in _positions(coming, session, wanted)]
    return Plan((*head, *looks, *body, *rows, *more_body, *positions, *tail), first.made_for, second.gives)


def _first(opener: Opener, goal: Schema, *, renames: Renames, planned: Sequence[Step], sight: Sight) -> Plan:
    if not planned:
        return prove(opener, goal, renames=renames, sight=sight)
    rest = prove(_after(opener, Plan(tuple(planned))), goal, sight=sight)
    return Plan((*planned, *rest.steps))


def _after(opener: Opener, plan: Plan) -> Opener:
    @contextlib.contextmanager
    def opened() -> Iterator[Session]:
        with opener() as session:
            for _ in run_steps(session, plan.steps):
                pass
            yield session

    return opened


def _settings(steps: Iterable[Step]) -> tuple[list[Step], list[Step], list[Step]]:
    """Return the settings at the head, what stands between, and those at the tail."""
    body = list(steps)
    heads: list[Step] = []
    tails: list[Step] = []
    while body and body[0].is_setting and not body[0].transactional:
        heads.append(body.pop(0))
    while body and body[-1].is_setting and not body[-1].transactional:
        tails.insert(0, body.pop())
    return heads, body, tails


def _looks(coming: Returns, session: Session) -> Iterator[str]:
    """Yield what lets go of values that were changed since: they stay as they are."""
    keeping = session.dialect.keeping
    for each in coming.homecomings:
        if each.item.after is None or each.now is None or not each.now_key:
            continue
        if len(each.now_columns) == len(each.columns) and _is_as_left(each, session):
            yield keeping.touched(each.now, each.now_key, each.now_columns, each.item.after)


def _is_as_left(each: Homecoming, session: Session) -> bool:
    """Return whether the columns still have the types that the file gave them.

    Where no transaction holds a way back, one that was broken off may have brought the old ones.
    """
    if session.dialect.transactional_ddl or each.now is None:
        return True
    pairs = zip(each.columns, each.now_columns, strict=True)
    return any(_type(each.table, goal) != _type(each.now, name) for (goal, _), (name, _) in pairs)


def _type(table: Table, name: str) -> tuple[str, str | None] | None:
    column = table.column(name)
    return None if column is None else (column.type, column.collation)


def _rows(coming: Returns, session: Session, wanted: Schema, observed: Schema) -> Iterator[str]:
    keeping = session.dialect.keeping
    there = observed.by_ident()
    if coming:
        yield from (begin for begin, _ in keeping.around_return)
    for each in coming.homecomings:
        item = each.item
        if each.is_whole:
            yield keeping.insert(each.table, each.columns, each.key, item.place)
            continue
        yield keeping.update(each.table, each.columns, each.key, item.place, untouched=item.after)
        for name, _ in each.columns:
            column = each.table.column(name)
            assert isinstance(column, Column)
            value = keeping.filler(column, wanted) if column.ident not in there else None
            if value is not None:
                yield keeping.fill(each.table, column, value, each.key, item.place)
    if coming:
        yield from (end for _, end in keeping.around_return)


def _positions(coming: Returns, session: Session, wanted: Schema) -> Iterator[str]:
    for each in coming.homecomings:
        # A counter of MySQL that has gone on since would be set back; elsewhere it is asked before.
        alike = each.key if session.dialect.transactional_ddl else ()
        names = {kept: name for name, kept in (*each.columns, *alike)}
        for position in each.item.positions:
            if position.name in names:
                here = replace(position, name=names[position.name])
                yield from session.dialect.keeping.position(each.table, here, wanted)


def _pairs(kept: Iterable[str], item: Kept, table: Table, back: Renames) -> list[tuple[str, str]]:
    """Return kept columns by the names that they have in the wanted table, but for those it computes."""
    pairs = []
    for name in kept:
        goal = back.get(Ident("column", item.schema, name, item.table))
        column = table.column(goal.name if goal else name)
        if column is not None and column.generated is None:
            pairs.append((column.name, name))
    return pairs


def _now(pairs: Pairs, table: Table, now: Table | None, renames: Renames) -> Pairs:
    """Return the pairs with the names of the live table, ``[]`` if one is not there."""
    if now is None:
        return []
    found = []
    for name, kept in pairs:
        goal = renames.get(Ident("column", table.schema, name, table.name))
        column = now.column(goal.name if goal else name)
        if column is None:
            return []
        found.append((column.name, kept))
    return found


def _parents_first(schema: Schema, tables: set[Ident]) -> list[Ident]:
    """Return tables in an order in which what a foreign key leads to comes first, where that can be."""
    parents: dict[Ident, set[Ident]] = {each: set() for each in tables}
    for each in schema.objects:
        if isinstance(each, Constraint) and each.variant == "foreign" and each.ident.parent in tables:
            other = Ident("table", each.ref_schema or each.schema, each.ref_table)
            if other in tables and other != each.ident.parent:
                parents[each.ident.parent].add(other)
    order: list[Ident] = []
    while parents:
        free = (
            sorted(each for each, needs in parents.items() if not needs - set(order)) or sorted(parents)[:1]
        )
        order += free
        for ident in free:
            del parents[ident]
    return order
