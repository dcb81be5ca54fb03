"""Kept rows as steps of a way back: behind what must be there for them, before what would refuse them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from migrate.database.steps import run_steps
from migrate.dialects.base import Session
from migrate.errors import PlanError
from migrate.operations.keep.returning import Returns, is_as_left
from migrate.operations.proof import EVERYTHING, Opener, Sight, prove, tried
from migrate.schema.identity import Renames
from migrate.schema.model import Column, Constraint, Ident, Schema
from migrate.schema.plan import Plan, Step


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
    order = _parents_first(wanted, {each.table.ident for each in coming.homecomings})
    homecomings = sorted(
        coming.homecomings,
        key=lambda each: (not each.is_whole, order.index(each.table.ident), -each.item.id),
    )
    coming = replace(coming, homecomings=tuple(homecomings))
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
        if len(each.now_columns) == len(each.columns) and is_as_left(each, session):
            yield keeping.touched(each.now, each.now_key, each.now_columns, each.item.after)


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
