"""The steps that rename, drop, alter and create tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from migrate.dialects.mysql.plan import foreign, hazards, programs, tables
from migrate.dialects.mysql.plan.scope import Scope, step, triggers_in_order
from migrate.dialects.mysql.text import quote
from migrate.schema.changes import Add, Drop, Modify, Rename
from migrate.schema.model import Constraint, Ident, Table
from migrate.schema.plan import Step

Inline = Mapping[str, Sequence[Constraint]]


def rename(scope: Scope) -> Iterator[Step]:
    """Yield the step that renames all tables at once."""
    pairs = _chained(scope.renamed)
    if pairs:
        there = ", ".join(f"{quote(was)} TO {quote(now)}" for was, now in pairs)
        back = ", ".join(f"{quote(now)} TO {quote(was)}" for was, now in reversed(pairs))
        cause = Rename(*scope.renames(Table)[0])
        yield step(f"RENAME TABLE {there}", [f"RENAME TABLE {back}"], cause=cause)


def removal(scope: Scope) -> tuple[list[str], list[Constraint]]:
    """Return the tables to drop in order, and the foreign keys of circles that must go before them."""
    left = set(scope.dropped)
    among = [each for each in foreign.of(scope.old) if each.table in left and each.ref_table in left]
    order: list[str] = []
    circles: list[Constraint] = []
    while left:
        needed = {each.ref_table for each in among if each.table in left and each.table != each.ref_table}
        free = sorted(left - needed)
        if not free:
            free = [min(left)]
            circles += [
                each for each in among if each.ref_table == free[0] != each.table and each.table in left
            ]
        order += free
        left -= set(free)
    return order, circles


def drop(order: Iterable[str], circles: Sequence[Constraint], scope: Scope) -> Iterator[Step]:
    """Yield the steps that drop tables."""
    for name in order:
        table = scope.dropped[name]
        own = [each for each in foreign.of(scope.old) if each.table == name and each not in circles]
        undo = tables.create(scope.before[name], own, scope.features)
        for trigger in triggers_in_order(scope.old, name):
            undo += programs.create(trigger, definer=scope.definer(trigger))
        yield step(f"DROP TABLE {quote(name)}", undo, cause=Drop(table), hazards=[hazards.of_drop(table)])


def creation(scope: Scope, born: Iterable[Constraint]) -> dict[str, list[Constraint]]:
    """Return the tables to create in order, each with the foreign keys that it can have from the start."""
    made = set(scope.before) - set(scope.dropped) - set(scope.renamed) | set(scope.renamed.values())
    wanted = [each for each in born if each.table in scope.added]
    left = set(scope.added)
    order: dict[str, list[Constraint]] = {}
    while left:
        waiting = {each.table for each in wanted if not _stands(each, made)}
        for name in sorted(left - waiting) or [min(left)]:
            order[name] = [each for each in wanted if each.table == name and _stands(each, made)]
            made.add(name)
            left.remove(name)
    return order


def create(order: Inline, scope: Scope) -> Iterator[Step]:
    """Yield the steps that create tables."""
    for name, own in order.items():
        table = scope.added[name]
        first, *more = tables.create(scope.after[name], own, scope.features)
        yield step(first, [f"DROP TABLE {quote(name)}"], cause=Add(table))
        yield from (step(sql, cause=Add(table)) for sql in more)


def alter(scope: Scope) -> Iterator[Step]:
    """Yield the steps that change tables."""
    homes = {each.ident.table or each.ident.name for each in scope.changes if _of_a_table(each.ident)}
    # A name may be let go by one table and taken by another.
    for name in sorted(homes - (set(scope.dropped) - set(scope.renamed.values())) - set(scope.added)):
        yield from _alter(name, scope)


def _alter(name: str, scope: Scope) -> Iterator[Step]:
    shapes = scope.shapes(name)
    if shapes is None:
        return
    before, after = shapes
    changes, columns = scope.of_table(name), scope.columns(name)
    made = tables.alter(before, after, scope.features, columns=columns, key_names=scope.keys(name))
    # The hazards are counted ahead of the plan, under the name of before.
    found = list(hazards.of_alter(scope.before[scope.name_before(name)], after, columns))
    cause = changes[0] if len(changes) == 1 else Modify(before.table, after.table)
    for number, each in enumerate(made):
        yield step(each.sql, each.undo, cause=cause, hazards=found if number == 0 else ())


def _of_a_table(ident: Ident) -> bool:
    return ident.kind in ("table", "column", "index", "constraint")


def _stands(constraint: Constraint, made: set[str]) -> bool:
    return (
        bool(constraint.ref_schema)
        or constraint.ref_table == constraint.table
        or constraint.ref_table in made
    )


def _chained(renames: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the renames in an order in which each new name is free; a circle takes a detour."""
    left, result = dict(renames), []
    while left:
        was = next((was for was, now in left.items() if now not in left), None)
        if was is None:
            was = min(left)
            detour = f"{was[:60]}_old"
            result.append((was, detour))
            left[detour] = left.pop(was)
        else:
            result.append((was, left.pop(was)))
    return result
