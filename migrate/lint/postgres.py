"""What several rules of PostgreSQL ask of a statement."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from migrate.dialects.observing import Blocks, Lock
from migrate.dialects.postgres.names import qualified
from migrate.dialects.postgres.observe import PostgresEffects
from migrate.lint.diagnostic import Fix, Part
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding
from migrate.lint.words import called, columns, invented, listed, path, quoted
from migrate.schema.model import Column, Constraint, Ident, Schema, SchemaObject

NO_TRANSACTION = "-- migrate:txmode none"
LATER = "-- in a later file:"


def facts(observed: Observed) -> PostgresEffects:
    """Return what PostgreSQL told."""
    return observed.seen(PostgresEffects)


def home(each: SchemaObject) -> Ident:
    """Return the table an object is, or lives on."""
    return each.ident.parent or each.ident


def builds(observed: Observed, name: str) -> bool:
    """Return whether the server said that it builds an index of this name."""
    return any(f'building index "{name}"' in remark for remark in facts(observed).remarks)


def validates(observed: Observed, name: str) -> bool:
    """Return whether the server said that it checks a foreign key of this name on every row."""
    return f'validating foreign key constraint "{name}"' in facts(observed).remarks


def strong_locks(observed: Observed, *, held: bool = False) -> Iterator[Lock]:
    """Yield the locks a statement took on old tables that stop readers or writers, one for each table.

    With ``held`` also those that its transaction held already.
    """
    seen: set[Ident] = set()
    locks = observed.effects.locks + (observed.effects.held if held else ())
    for lock in sorted(locks, key=lambda each: each.blocks is not Blocks.EVERYTHING):
        table = lock.relation
        if table.kind == "table" and lock.blocks.strong and observed.is_old(table) and table not in seen:
            seen.add(table)
            yield lock


def family(schema: Schema, tables: Collection[Ident]) -> set[Ident]:
    """Return tables with what they are partitions or children of, and their own partitions and children."""
    above = {
        about.table: {name for said in about.above for name in said.split(", ")}
        for about in schema.homes().about()
        if about.table is not None and about.above
    }
    if not above:
        return set(tables)
    names = {qualified(each.schema, each.name): each for each in schema.homes().tables()}
    pairs = [(child, names[name]) for child, said in above.items() for name in said if name in names]
    found = set(tables)
    while True:
        more = {child for child, parent in pairs if parent in found}
        more |= {parent for child, parent in pairs if child in found}
        if more <= found:
            return found
        found |= more


def is_partitioned(observed: Observed, table: Ident) -> bool:
    """Return whether a table is cut into partitions."""
    found = observed.before.table(table)
    return found is not None and bool(found.option("partition_by"))


def added_constraints(observed: Observed, variant: str) -> Iterator[Constraint]:
    """Yield the constraints that came to old tables and hold for all rows; no copies on partitions.

    One that took the place of another of its name in the same statement has come as well.
    """
    anew = (new for old, new in observed.modified(Constraint) if old.oid != new.oid)
    for each in (*observed.added(Constraint), *anew):
        copied = each.option("inherited") or each.option("partition_of")
        if each.variant == variant and each.validated and observed.is_old(home(each)) and not copied:
            yield each


def columns_first(observed: Observed, each: Constraint) -> tuple[str, ...]:
    """Return what has to come before a constraint on a column that came with it."""
    fresh = {column.name for column in observed.added(Column) if home(column) == home(each)}
    found = [name for name in each.columns if name in fresh]
    return (f"-- {listed(found)} without the condition, and then:",) if found else ()


def adding(observed: Observed, each: Constraint, how: str, old: Iterable[Constraint] | None = None) -> str:
    """Return SQL that adds a constraint, in place of ``old`` ones; else of that which has its name."""
    if old is None:
        old = [each] if each.ident in observed.before.by_ident() else []
    clauses = [f"DROP CONSTRAINT {quoted(one.name)}" for one in old]
    return f"ALTER TABLE {path(home(each))} " + ", ".join(
        (*clauses, f"ADD CONSTRAINT {quoted(each.name)} {how}")
    )


def built_under_lock(observed: Observed, key: Constraint, kind: str) -> Finding:
    """Return what is said of a key that builds its index while its table is closed."""
    table, taken = home(key), observed.start.homes().names(key.schema)
    name = quoted(invented(key.name, "new") if key.name in taken else key.name)
    index = f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON {path(table)} ({columns(key.columns)})"
    how = f"{kind} USING INDEX {name}"
    return Finding(
        observed,
        f"the index of {key.name} is built under ACCESS EXCLUSIVE on {called(table)}: reads and writes wait"
        " until it is done",
        table=table,
        lock=observed.effects.lock_on(table),
        instead=(
            *columns_first(observed, key),
            NO_TRANSACTION,
            f"{index};",
            LATER,
            f"{adding(observed, key, how, _replaced(observed, key))};",
        ),
        fix=Fix((Part((index,), alone=True), Part((adding(observed, key, how),))))
        if is_one_action(observed)
        else None,
    )


def _replaced(observed: Observed, key: Constraint) -> Iterator[Constraint]:
    """Yield the old keys of the table in whose place a new one comes, dropped by this file."""
    left = {each.ident for each in observed.after.on(home(key))} - {key.ident}
    for old in observed.start.on(home(key)):
        if not isinstance(old, Constraint) or old.ident in left:
            continue
        if old.name == key.name or old.variant == key.variant == "primary":
            yield old


def with_timeout(observed: Observed) -> tuple[str, ...]:
    """Return the statement behind a lock_timeout; nothing if it has one."""
    if facts(observed).timeout or observed.cut.directives.lock_timeout:
        return ()
    return f"SET {'LOCAL ' if observed.together else ''}lock_timeout = '2s';", f"{observed.text};"


def concurrently(head: re.Pattern[str], text: str) -> str:
    """Return a statement with CONCURRENTLY behind its head, in letters like those of the head."""

    def extended(found: re.Match[str]) -> str:
        return f"{found[0]} {'concurrently' if found[0].islower() else 'CONCURRENTLY'}"

    return head.sub(extended, text, count=1)


def is_one_action(observed: Observed) -> bool:
    """Return whether the statement makes one change, so that a safe form of it can be written."""
    return len(observed.changes) == 1


def not_null_steps(observed: Observed, column: Column) -> tuple[tuple[str, ...], ...]:
    """Return what forbids NULL without a scan under ACCESS EXCLUSIVE, one file for each."""
    alter, name = f"ALTER TABLE {path(home(column))}", quoted(column.name)
    check = quoted(invented(f"{column.table}_{column.name}", "not_null"))
    validate = (f"{alter} VALIDATE CONSTRAINT {check}",)
    if observed.version >= (18,):
        return (f"{alter} ADD CONSTRAINT {check} NOT NULL {name} NOT VALID",), validate
    return (  # on PostgreSQL 12 to 17 a valid CHECK is the proof
        (f"{alter} ADD CONSTRAINT {check} CHECK ({name} IS NOT NULL) NOT VALID",),
        validate,
        (f"{alter} ALTER COLUMN {name} SET NOT NULL", f"{alter} DROP CONSTRAINT {check}"),
    )
