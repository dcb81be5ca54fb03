"""Tables that stay: renamed, altered in place where that leaves the wanted text, else rebuilt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from migrate.dialects.sqlite.parse import parse_table
from migrate.dialects.sqlite.plan.hazards import hazards, lost_rows, rewrites, rowid_refuses
from migrate.dialects.sqlite.plan.work import Work
from migrate.dialects.sqlite.rebuild import AFTER, BEFORE, carries_rows, copied_aside, rebuilt, renamed_aside
from migrate.dialects.sqlite.tokens import folded, quoted, tokens
from migrate.dialects.sqlite.trial import Refused, creation
from migrate.dialects.sqlite.types import is_constant
from migrate.errors import PlanError
from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.model import Column, Table
from migrate.schema.plan import Hazard, Step


def rename(work: Work, change: Rename) -> bool:
    """Rename a table or a column: SQLite writes the new name into whatever speaks of it.

    Return whether that is done: a column that cannot be renamed is left to the rebuild.
    """
    work.renamed(change)
    if isinstance(change.new, Table):
        forth, back = (f"ALTER TABLE {quoted(a.name)} RENAME TO {quoted(b.name)}" for a, b in _ways(change))
        work.run(forth, undo=(back,), cause=change)
    elif isinstance(change.new, Column):
        table = quoted(change.new.table)
        forth, back = (
            f"ALTER TABLE {table} RENAME COLUMN {quoted(a.name)} TO {quoted(b.name)}"
            for a, b in _ways(change)
        )
        try:
            work.attempt((Step(forth, (back,), cause=change),))
        except Refused:
            return False
    return True


def change(work: Work, changes: Sequence[Change]) -> None:
    """Bring every table that the changes are about to its wanted text."""
    rest = []
    known = {folded(each.name): each for each in work.new.tables()}
    for name, about in _by_table(changes).items():
        goal = known[name]
        text = work.wanted(goal)
        if work.differs(goal.name, text) and not _altered(work, goal, text, about):
            rest.append((goal, text, about))
    if rest:
        work.run(BEFORE)
        for goal, text, about in rest:
            _rebuilt(work, goal, text, about)
        work.run(AFTER)


def _ways(change: Rename) -> tuple[tuple[Column | Table, Column | Table], ...]:
    old, new = change.old, change.new
    assert isinstance(old, Column | Table)
    assert isinstance(new, Column | Table)
    return (old, new), (new, old)


def _by_table(changes: Sequence[Change]) -> dict[str, list[Change]]:
    """Return the changes of columns, constraints and options by the folded names of tables that stay."""
    born = {
        change.ident.name
        for change in changes
        if isinstance(change, Add) and isinstance(change.object, Table)
    }
    tables: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        match change:
            case Modify(_, Table() as table):
                tables[folded(table.name)].append(change)
            case _ if change.ident.kind in ("column", "constraint") and change.ident.table not in born:
                tables[folded(change.ident.table)].append(change)
    return tables


def _altered(work: Work, goal: Table, text: str, changes: Sequence[Change]) -> bool:
    """Return whether ALTER TABLE gives the wanted text; then its steps are in the plan."""
    added = [each for each in changes if isinstance(each, Add) and isinstance(each.object, Column)]
    if any(not _addable(each.object) for each in added):
        return False
    steps = [
        *(_drop_column(work, each) for each in changes if isinstance(each, Drop)),
        *(_add_column(work, each) for each in sorted(added, key=lambda each: _position(each.object))),
    ]
    found = [step for step in steps if step is not None]
    try:
        with work.trial.attempt():
            for step in found:
                work.trial.run(step.sql)
            if not found or work.differs(goal.name, text):
                return _give_up()
    except Refused:
        return False
    work.steps += found
    return True


def _give_up() -> bool:
    raise Refused


def _drop_column(work: Work, change: Drop) -> Step | None:
    column = change.object
    if not isinstance(column, Column):
        return None
    sql = f"ALTER TABLE {quoted(column.table)} DROP COLUMN {quoted(column.name)}"
    return Step(sql, None, hazards(change, table=work.before(column.table)), change)


def _add_column(work: Work, change: Add) -> Step:
    column = change.object
    table = quoted(column.table)
    undo = f"ALTER TABLE {table} DROP COLUMN {quoted(column.name)}"
    dangers = hazards(change, table=work.before(column.table))
    return Step(f"ALTER TABLE {table} ADD COLUMN {column.text}", (undo,), dangers, change)


def _addable(column: object) -> bool:
    """Return whether ALTER TABLE gives the column to a table that holds rows as well.

    The trial has no rows and would not tell: https://www.sqlite.org/lang_altertable.html#altertabaddcol.
    """
    assert isinstance(column, Column)
    refers = any(token.keyword == "references" for token in tokens(column.text))
    return is_constant(column.default) and not column.stored and not (refers and column.default)


def _position(column: object) -> int:
    assert isinstance(column, Column)
    return column.position


def _rebuilt(work: Work, goal: Table, text: str, changes: Sequence[Change]) -> None:
    name, cause = goal.name, changes[0]
    before = work.trial.text(name)
    if before is None:
        raise PlanError(f"table {name} is not there", hint="please report this with both schemas")
    aside = f"migrate_old_{name}"
    while folded(aside) in work.taken:
        aside += "_"
    kept = work.trial.on(name)
    try:
        work.attempt((Step(renamed_aside(name, aside), cause=cause),))
        copied = False
    except Refused:
        for sql in copied_aside(name, aside, before):
            work.run(sql, cause=cause)
        copied = True
    sources = {folded(each.new.name): each.old.name for each in changes if isinstance(each, Rename)}
    dangers = _dangers(work, name, before, text, changes)
    if not carries_rows(before, text, sources):
        dangers = (*dangers, lost_rows(work.before(name)))
    for sql in rebuilt(name, aside, before, creation(text), sources, copied=copied):
        work.run(sql, dangers=dangers if sql.startswith("DROP TABLE") else (), cause=cause)
    for kind, own, made in kept:
        work.run(made, undo=(f"DROP {kind.upper()} {quoted(own)}",), cause=cause)
    work.watched = True


def _dangers(work: Work, name: str, before: str, text: str, changes: Sequence[Change]) -> tuple[Hazard, ...]:
    known = work.before(name)
    return (
        *(hazard for each in changes for hazard in hazards(each, table=known)),
        *rowid_refuses(known, parse_table(before), parse_table(text)),
        rewrites(known),
    )
