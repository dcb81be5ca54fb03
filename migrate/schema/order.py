"""The order in which changes can be made: dependencies are edges, a sort walks them.

Dependents that stand in the way of a change (a view on a column whose type changes) are dropped before
it and made again after it, and only they.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.model import Ident, Schema, SchemaObject, Table

InTheWay = Callable[[Change, SchemaObject], bool]
Claims = Callable[[SchemaObject], Iterable[tuple[str, ...]]]

MADE_FIRST = [
    "schema",
    "extension",
    "collation",
    "enum",
    "composite",
    "domain",
    "range",
    "sequence",
    "routine",
    "table",
    "column",
    "index",
    "constraint",
    "statistics",
    "view",
    "rule",
    "trigger",
    "policy",
]
_RANK = {kind: place for place, kind in enumerate(MADE_FIRST)}


def with_dependents(
    changes: Iterable[Change], old: Schema, new: Schema, in_the_way: InTheWay
) -> tuple[Change, ...]:
    """Return the changes and, for each object in the way of one, its Drop and its Add.

    ``in_the_way(change, dependent)`` is asked of what depends on the changed object in ``old``, and of
    what depends on a dependent that is dropped.  A Modify of such a dependent becomes its Drop and Add.
    """
    users = _users(old)
    target = new.by_ident()
    result = list(changes)
    before = _names_before(result)
    known: dict[Ident, list[Change]] = defaultdict(list)
    for change in result:
        known[_named_before(change, before)].append(change)
    now = {source: goal for goal, source in before.items()}
    queue = list(result)
    while queue:
        change = queue.pop()
        for user in users.get(_named_before(change, before), ()):
            about = known[user.ident]
            if any(isinstance(each, (Drop, Add)) for each in about) or not in_the_way(change, user):
                continue
            for each in about:
                result.remove(each)
            drop = Drop(_moved(user, now))
            known[user.ident] = [drop]
            result.append(drop)
            queue.append(drop)
            goal = now.get(user.ident, drop.ident)
            if goal in target:
                result.append(Add(target[goal]))
    return tuple(result)


def no_claims(each: SchemaObject) -> Iterable[tuple[str, ...]]:
    """Return nothing: the names of one kind of object are not another's."""
    return ()


def ordered(
    changes: Iterable[Change], old: Schema, new: Schema, *, claims: Claims = no_claims
) -> tuple[Change, ...]:
    """Return the changes so that each finds what it needs and nothing is dropped that is still used.

    ``claims`` are the names an object holds beside its ident: who takes one waits until it is let go.
    A cycle is broken at the change that would come first without it; foreign keys are changes of their
    own, so that tables never form one.
    """
    nodes = list(changes)
    before = _edges(nodes, old, new)
    _wait_for_names(nodes, before, claims)
    waiting = {place: len(before[place]) for place in range(len(nodes))}
    after: dict[int, list[int]] = defaultdict(list)
    for place, needed in before.items():
        for each in needed:
            after[each].append(place)
    ready = [(_key(nodes[place]), place) for place, count in waiting.items() if not count]
    heapq.heapify(ready)
    result: list[Change] = []
    while waiting:
        if not ready:
            least = min(waiting, key=lambda place: (waiting[place], _key(nodes[place])))
            ready = [(_key(nodes[least]), least)]
        _, place = heapq.heappop(ready)
        if waiting.pop(place, None) is None:
            continue
        result.append(nodes[place])
        for each in after[place]:
            if each in waiting:
                waiting[each] -= 1
                if not waiting[each]:
                    heapq.heappush(ready, (_key(nodes[each]), each))
    return tuple(result)


def _edges(nodes: list[Change], old: Schema, new: Schema) -> dict[int, set[int]]:
    makes: dict[Ident, list[int]] = defaultdict(list)
    takes: dict[Ident, list[int]] = defaultdict(list)
    renamed: dict[Ident, int] = {}
    for place, change in enumerate(nodes):
        if not isinstance(change, Drop):
            for ident in _idents(_new_object(change)):
                makes[ident].append(place)
        if isinstance(change, Drop):
            for ident in _idents(change.object):
                takes[ident].append(place)
        if isinstance(change, Rename):
            renamed[change.ident] = place
            takes[change.old.ident].append(place)
    before: dict[int, set[int]] = {place: set() for place in range(len(nodes))}
    for place, change in enumerate(nodes):
        goal = _new_object(change) if not isinstance(change, Drop) else None
        needs = _needs(goal) if goal is not None else frozenset()
        for ident in needs:
            before[place].update(makes.get(ident, ()))
        source, home = _old_object(change), renamed.get(change.ident.parent) if change.ident.parent else None
        if source is not None:
            for ident in _needs(source) - needs:
                for drop in takes.get(ident, ()):
                    if drop != home:  # what lives on a renamed table comes behind it
                        before[drop].add(place)
        if isinstance(change, (Add, Rename)):
            before[place].update(takes.get(change.ident, ()))  # the name must be free
        if home is not None:
            before[place].add(home)  # its table is called by the new name
    for place, needed in before.items():
        needed.discard(place)
    return before


def _wait_for_names(nodes: list[Change], before: dict[int, set[int]], claims: Claims) -> None:
    freed: dict[tuple[str, ...], list[int]] = defaultdict(list)
    taken: list[set[tuple[str, ...]]] = []
    for place, change in enumerate(nodes):
        source = _old_object(change)
        had = set(claims(source)) if source is not None else set()
        has = set() if isinstance(change, Drop) else set(claims(_new_object(change)))
        taken.append(has - had)
        for claim in had - has:
            freed[claim].append(place)
    for place, names in enumerate(taken):
        for claim in names:
            before[place].update(each for each in freed.get(claim, ()) if each != place)


def _idents(each: SchemaObject) -> Iterable[Ident]:
    yield each.ident
    if isinstance(each, Table):
        for column in each.columns:
            yield column.ident


def _needs(each: SchemaObject) -> frozenset[Ident]:
    """Return what must be there for an object: what it depends on and the table it lives on."""
    needs = set(each.depends)
    if each.ident.parent is not None:
        needs.add(each.ident.parent)
    if isinstance(each, Table):
        for column in each.columns:
            needs |= column.depends
        needs -= {column.ident for column in each.columns}
    needs.discard(each.ident)
    return frozenset(needs)


def _users(schema: Schema) -> dict[Ident, list[SchemaObject]]:
    users: dict[Ident, list[SchemaObject]] = defaultdict(list)
    for each in schema.walk():
        for ident in each.depends:
            users[ident].append(each)
    return users


def _moved(each: SchemaObject, now: dict[Ident, Ident]) -> SchemaObject:
    """Return what lives on a renamed table under that table's new name, as every Drop names it."""
    home = now.get(each.ident.parent) if each.ident.parent else None
    return replace(each, schema=home.schema, table=home.name) if home else each


def _names_before(changes: Iterable[Change]) -> dict[Ident, Ident]:
    """Return the old names of what is renamed, by the new ones."""
    return {change.new.ident: change.old.ident for change in changes if isinstance(change, Rename)}


def _named_before(change: Change, before: dict[Ident, Ident]) -> Ident:
    """Return what the object of a change is called in the old schema; its table may have another name too."""
    if isinstance(change, Rename):
        return change.old.ident
    ident = change.ident
    if not isinstance(change, Drop):
        ident = before.get(ident, ident)
    home = before.get(ident.parent) if ident.parent else None
    return Ident(ident.kind, home.schema, ident.name, home.name) if home else ident


def _old_object(change: Change) -> SchemaObject | None:
    match change:
        case Add():
            return None
        case Drop():
            return change.object
        case _:
            return change.old


def _new_object(change: Change) -> SchemaObject:
    match change:
        case Add() | Drop():
            return change.object
        case Modify(_, Table() as table):
            return replace(table, columns=())
        case _:
            return change.new


def _key(change: Change) -> tuple[int, int, Ident]:
    """Return the place of a change among those that are free: renames, then drops, then the rest."""
    rank = _RANK.get(change.ident.kind, len(_RANK))
    match change:
        case Rename():
            return 0, rank, change.ident
        case Drop():
            return 1, -rank, change.ident
        case _:
            return 2, rank, change.ident
