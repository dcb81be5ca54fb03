"""What makes MySQL or MariaDB build a table anew or keep writers out, and what that costs: as it was seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from migrate.dialects.mysql import types
from migrate.dialects.mysql.observe import MySqlEffects
from migrate.dialects.mysql.text import literal
from migrate.dialects.observing import Lock
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding
from migrate.lint.words import called, path, quoted
from migrate.schema.changes import Add, Change, Drop, Modify
from migrate.schema.model import Column, Constraint, Ident, Index, Schema, SchemaObject, Table, Trigger

NO_KEY = "no unique key"


class Cause(Enum):
    """What in an ALTER TABLE can have that price."""

    VALUE_GONE = "value gone"
    VALUES_MOVED = "values moved"
    VALUE_BETWEEN = "value between"
    VALUES_WIDER = "values wider"
    TYPE = "type"
    FOREIGN = "foreign key"
    PRIMARY = "primary key"
    NO_PRIMARY = "no primary key"
    FULLTEXT = "fulltext"
    SPATIAL = "spatial"
    CHARSET = "character set"
    COLLATION = "collation"
    ENGINE = "engine"
    PARTITIONS = "partitions"
    STORED = "stored"
    NUMBERED = "auto_increment"
    CHECK = "check"
    VERSIONED = "versioned"
    NULLABLE = "nullable"
    DEFAULT = "default"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Altered:
    """One cause, the object that brings it, and how the server did the statement as a whole.

    ``old`` is the object before, where it was there.
    """

    cause: Cause
    object: SchemaObject
    table: Ident
    observed: Observed = field(repr=False)
    old: SchemaObject | None = None

    def finding(self, what: str, *instead: str) -> Finding:
        """Return what is said: ``what`` is done, then what the server does for it and who waits."""
        lock = lock_of(self.observed)
        return Finding(
            self.observed, f"{what}: {price(self.observed, self.table)}", self.table, lock, instead
        )

    def online(self) -> str:
        """Return which tools can do it beside the writers."""
        return online(self.observed, self.table)


def facts(observed: Observed) -> MySqlEffects:
    """Return what MySQL or MariaDB told."""
    return observed.seen(MySqlEffects)


def lock_of(observed: Observed) -> Lock | None:
    """Return the lock that kept others waiting for as long as the statement worked."""
    return next((lock for lock in observed.effects.locks if observed.is_old(lock.relation)), None)


def costly(observed: Observed) -> Ident | None:
    """Return the table from before the file that was built anew, or whose writers waited."""
    lock = lock_of(observed)
    if lock is not None:
        return lock.relation
    if facts(observed).algorithm not in ("INPLACE", "COPY"):
        return None
    return next((each for each in observed.effects.rewritten if observed.is_old(each)), None)


def price(observed: Observed, table: Ident) -> str:
    """Return what the server does, in its own words, and who waits meanwhile."""
    seen, name, lock = facts(observed), called(table), lock_of(observed)
    if seen.algorithm == "COPY":
        work = f"every row of {name} is copied"
    elif table in seen.rewritten:
        work = f"{name} is built anew, on twice the disk, and replicas do so behind"
    else:
        work = f"all of {name} is read"
    why = f"; {seen.reason}" if seen.reason else ""
    who = f"{lock.blocks} wait until it is done" if lock else "nobody waits, but the server is busy"
    return f"{work} (ALGORITHM={seen.algorithm}, LOCK={seen.lock}{why}), {who}"


def altered(observed: Observed, *causes: Cause) -> Iterator[Altered]:
    """Yield the causes of that kind in a statement that had its price; of all kinds if none is named."""
    table = costly(observed)
    if table is None:
        return
    for change in observed.changes:
        for cause, old, each in _causes(observed, change):
            if (each.ident.parent or each.ident) == table and (not causes or cause in causes):
                yield Altered(cause, each, table, observed, old)


def beside(column: SchemaObject, dialect: str) -> tuple[str, ...]:
    """Return how to come to a column of another shape without a copy: a second one."""
    table, name = path(Ident("table", column.schema, column.table), dialect), quoted(column.name, dialect)
    other = quoted(f"{column.name}_new", dialect)
    kind = column.type if isinstance(column, Column) else ""
    return (
        f"ALTER TABLE {table} ADD COLUMN {other} {kind}, ALGORITHM=INSTANT;",
        f"-- write both from the code, fill it in batches, use it, then drop {name}",
    )


def recoded(observed: Observed, cause: Cause, what: str) -> Iterator[Finding]:
    """Yield what is said of tables, else of columns, that write their texts in another way."""
    every = list(altered(observed, cause))
    for each in [each for each in every if isinstance(each.object, Table)] or every:
        yield each.finding(f"{called(each.object)} gets another {what}", each.online())


def online(observed: Observed, table: Ident) -> str:
    """Return which tools can copy a table beside its writers."""
    found = obstacles(observed.before, table)
    if NO_KEY in found:
        return f"-- with a unique key on {called(table)} pt-online-schema-change could copy it"
    tools = "pt-online-schema-change" if found else "gh-ost or pt-online-schema-change"
    return f"-- {tools} can copy {called(table)} while others write"


def obstacles(schema: Schema, table: Ident) -> list[str]:
    """Return what keeps gh-ost from copying a table."""
    lives = schema.on(table)
    refers = [(child.name, name) for child, (_, name) in schema.homes().references()]
    found = {
        "foreign keys": any(child == table.name for child, _ in refers),
        "foreign keys of other tables": any(name == table.name != child for child, name in refers),
        "triggers": any(isinstance(each, Trigger) for each in lives),
        NO_KEY: not any(
            (isinstance(each, Constraint) and each.variant == "primary")
            or (isinstance(each, Index) and each.unique)
            for each in lives
        ),
    }
    return [word for word, there in found.items() if there]


def _causes(observed: Observed, change: Change) -> Iterator[tuple[Cause, SchemaObject | None, SchemaObject]]:
    match change:
        case Modify(Column() as old, Column() as column):
            cause = _of_column(old, column)
            if cause is not None:
                yield cause, old, column
        case Add(Column(generated=str(), stored=True) as column):
            yield Cause.STORED, None, column
        case Add(Column(identity=str()) as column):
            yield Cause.NUMBERED, None, column
        case Add(Column(default=str() as default) as column) if "(" in default:
            yield Cause.DEFAULT, None, column
        case Add(Constraint(variant="foreign") as each):
            yield Cause.FOREIGN, None, each
        case Add(Constraint(variant="check") as each) | Modify(_, Constraint(variant="check") as each):
            yield Cause.CHECK, None, each
        case Add(Constraint(variant="primary") as each) | Modify(_, Constraint(variant="primary") as each):
            yield Cause.PRIMARY, None, each
        case Drop(Constraint(variant="primary") as each):
            if not any(new.variant == "primary" for new in observed.added(Constraint)):
                yield Cause.NO_PRIMARY, None, each
        case Add(Index(method="fulltext") as each):
            yield Cause.FULLTEXT, None, each
        case Add(Index(method="spatial") as each):
            yield Cause.SPATIAL, None, each
        case Modify(Table() as old, Table() as table):
            yield from ((cause, old, table) for cause in _of_table(old, table))


def _of_table(old: Table, new: Table) -> Iterator[Cause]:
    for cause, names in (
        (Cause.ENGINE, ("engine",)),
        (Cause.PARTITIONS, ("partition",)),
        (Cause.VERSIONED, ("versioning", "period_system")),
    ):
        if any(old.option(name) != new.option(name) for name in names):
            yield cause
    was, now = old.option("collation"), new.option("collation")
    if was != now:
        yield Cause.COLLATION if _charset(was) == _charset(now) else Cause.CHARSET


def _of_column(old: Column, new: Column) -> Cause | None:
    if old.type != new.type:
        return _of_values(old, new) or Cause.TYPE
    if old.collation != new.collation:
        return Cause.COLLATION if _charset(old.collation) == _charset(new.collation) else Cause.CHARSET
    if (old.generated, old.stored) != (new.generated, new.stored) and (old.stored or new.stored):
        return Cause.STORED
    if old.identity != new.identity:
        return Cause.NUMBERED
    if old.nullable != new.nullable:
        return Cause.NULLABLE
    return Cause.ORDER if old.position != new.position else None


def _charset(collation: str | None) -> str:
    """Return the character set of a collation: its first word."""
    return (collation or "").partition("_")[0]


def _of_values(old: Column, new: Column) -> Cause | None:
    """Return how two lists of values differ, ``None`` if they are none."""
    if types.base(old.type) != types.base(new.type) or types.base(new.type) not in ("enum", "set"):
        return None
    before, after = types.arguments(old.type), types.arguments(new.type)
    if set(before) - set(after):
        return Cause.VALUE_GONE
    if [each for each in after if each in before] != list(before):
        return Cause.VALUES_MOVED
    return Cause.VALUES_WIDER if after[: len(before)] == before else Cause.VALUE_BETWEEN


def appended(each: Altered) -> tuple[str, ...]:
    """Return the statement with the new values of an ENUM or SET behind the old ones."""
    if not isinstance(each.old, Column) or not isinstance(each.object, Column):
        return ()
    before, after = types.arguments(each.old.type), types.arguments(each.object.type)
    values = [*before, *(value for value in after if value not in before)]
    dialect, base = each.observed.dialect, types.base(each.object.type)
    if values == list(after):
        return ()
    kind = f"{base}({','.join(map(literal, values))})"
    name = quoted(each.object.name, dialect)
    return (f"ALTER TABLE {path(each.table, dialect)} MODIFY {name} {kind}, ALGORITHM=INSTANT;",)
