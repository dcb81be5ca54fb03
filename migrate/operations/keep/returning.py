"""What was kept, woven into a way back: between the tables that come and the rules that come after."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from migrate.database.kept import Kept, Kind, Phase
from migrate.database.revision import Revision
from migrate.database.target import Target
from migrate.dialects.base import Session
from migrate.dialects.keeping import Keeping, Pairs
from migrate.errors import DatabaseError
from migrate.operations.keep.middle import middle
from migrate.schema.identity import Renames, inverted
from migrate.schema.model import Ident, Schema, Table
from migrate.schema.plan import Hazard, HazardKind

_NO_KEY = "its table has no key by which rows could be found again"
_NO_TABLE = "its table is not there in the wanted version"
_NO_COLUMN = "it is not there in the wanted version"
_STILL = "it is there"


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
        if each.version in versions and each.restored_at is None and each.phase is not Phase.COPYING:
            found[each.version, each.kind, each.schema, each.table, each.columns] = each
    return tuple(sorted(found.values(), key=lambda each: each.id, reverse=True))


def returns(
    items: Sequence[Kept],
    wanted: Schema,
    observed: Schema,
    *,
    names: Mapping[str, Renames],
    renames: Renames,
    again: bool = False,
) -> Returns:
    """Return what of these items can come back to the wanted schema.

    ``names`` says what the wanted objects were called before each version, ``renames`` what they are called
    now.  Of a column that changed several times its oldest values come back.  What is there stays as it is,
    unless a way back goes on (``again``) that has brought it.
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
        now = live.get(renames.get(table.ident, table.ident))
        now_columns = _now(columns, table, now, renames)
        if not columns:
            left.append((item, _NO_COLUMN))
        elif not again and _is_there(item, table, columns, now, now_columns):
            left.append((item, _STILL))
        elif not whole and not key:
            left.append((item, _NO_KEY))
        else:
            if not whole:
                taken |= {Ident("column", table.schema, name, table.name) for name, _ in columns}
            now_key = _now(key, table, now, renames)
            homecomings.append(Homecoming(item, table, columns, key, now, now_key, now_columns))
    return Returns(tuple(homecomings), tuple(left))


def _is_there(item: Kept, table: Table, columns: Pairs, now: Table | None, now_columns: Pairs) -> bool:
    """Return whether what was kept was not destroyed, or something else has its name since."""
    if now is None:
        return False
    if item.kind is Kind.COLUMNS:
        return bool(now_columns)
    if item.kind is Kind.VALUES and now_columns:
        pairs = zip(columns, now_columns, strict=True)
        same = all(_type(table, goal) == _type(now, name) for (goal, _), (name, _) in pairs)
        return item.phase is Phase.COPIED and same
    return item.phase is Phase.COPIED


def counted(returns: Returns, session: Session) -> tuple[Return, ...]:
    """Return how many rows will come back, counted now."""
    keeping = session.dialect.keeping
    found = []
    for each in returns.homecomings:
        item, rows = each.item, each.item.rows
        if not each.is_whole and each.now is not None and each.now_key:
            looks = item.after is not None and len(each.now_columns) == len(each.columns)
            values = each.now_columns if looks and is_as_left(each, session) else ()
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
    if len(each.now_columns) < len(each.columns) or not is_as_left(each, session):
        return False
    names = [(each.now.name, name) for name, _ in each.now_columns]
    names += [(each.table.name, name) for name, _ in each.columns]
    return any(f".{hazard.subject}".endswith(f".{table}.{name}") for table, name in names)


def is_as_left(each: Homecoming, session: Session) -> bool:
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
