"""Tables that stay: renamed, altered in place where that leaves the wanted text, else rebuilt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from migrate.dialects.sqlite.parse import parse_table
from migrate.dialects.sqlite.plan.hazards import hazards, lost_rows, rewrites, rowid_refuses, strict_refuses
from migrate.dialects.sqlite.plan.work import Work
from migrate.dialects.sqlite.rebuild import AFTER, BEFORE, carries_rows, copied_aside, rebuilt, renamed_aside
from migrate.dialects.sqlite.tokens import folded, quoted, tokens
from migrate.dialects.sqlite.trial import Refused, creation
from migrate.dialects.sqlite.types import is_constant
from migrate.errors import PlanError
from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.model import Column, Table
from migrate.schema.plan import Hazard, HazardKind, Step


def rename(work: Work, change: Rename) -> bool:
    """Rename a table or a column: SQLite writes the new name into whatever speaks of it.

    Return whether that is done: a column that cannot be renamed is left to the rebuild.
    """
    old, new = change.old, change.new
    if isinstance(new, Column):
        name, before, after = new.table, f"COLUMN {quoted(old.name)} TO ", f"COLUMN {quoted(new.name)} TO "
    elif isinstance(new, Table):
        name, before, after = old.name, "TO ", "TO "
        work.names_before[folded(new.name)] = old.name
    else:
        return True
    forth = f"ALTER TABLE {quoted(name)} RENAME {before}{quoted(new.name)}"
    back = f"ALTER TABLE {quoted(new.table or new.name)} RENAME {after}{quoted(old.name)}"
    step = Step(forth, (back,), cause=change)
    try:
        work.attempt([step])
    except Refused as refused:
        if isinstance(new, Column):
            return False
        _rename_alone(work, step, refused)
    return True


def _rename_alone(work: Work, step: Step, refused: Refused) -> None:
    """Rename a table without a look at what speaks of it, as for a broken view; that is changed by itself."""
    try:
        work.attempt([Step(BEFORE), step, Step(AFTER)])
    except Refused:
        raise PlanError(f"SQLite refuses a step of the plan: {refused}", excerpt=step.sql) from None
    work.watched = True


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


def _by_table(changes: Sequence[Change]) -> dict[str, list[Change]]:
    """Return the changes of columns, constraints and options by the folded names of tables that stay."""
    born = {each.ident.name for each in changes if isinstance(each, Add) and isinstance(each.object, Table)}
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
    dropped: list[tuple[Change, Column]] = []
    added: list[tuple[Change, Column]] = []
    for each in changes:
        if isinstance(each, Add | Drop) and isinstance(each.object, Column):
            (added if isinstance(each, Add) else dropped).append((each, each.object))
    if not (dropped or added) or not all(_addable(column) for _, column in added):
        return False
    added.sort(key=lambda pair: pair[1].position)
    steps = [_drop_column(work, *each) for each in dropped] + [_add_column(work, *each) for each in added]
    try:
        work.attempt(steps, gives=(goal.name, text))
    except Refused:
        return False
    return True


def _drop_column(work: Work, change: Change, column: Column) -> Step:
    sql = f"ALTER TABLE {quoted(column.table)} DROP COLUMN {quoted(column.name)}"
    return Step(sql, None, hazards(change, table=work.before(column.table)), change)


def _add_column(work: Work, change: Change, column: Column) -> Step:
    table = quoted(column.table)
    undo = f"ALTER TABLE {table} DROP COLUMN {quoted(column.name)}"
    dangers = hazards(change, table=work.before(column.table))
    return Step(f"ALTER TABLE {table} ADD COLUMN {column.text}", (undo,), dangers, change)


def _addable(column: Column) -> bool:
    """Return whether ALTER TABLE gives the column to a table that holds rows as well.

    The trial has no rows and would not tell: https://www.sqlite.org/lang_altertable.html#altertabaddcol.
    """
    refers = any(token.keyword == "references" for token in tokens(column.text))
    return is_constant(column.default) and not column.stored and not (refers and column.default)


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
        work.attempt([Step(renamed_aside(name, aside), cause=cause)])
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
        work.run(sql, dangers=[each for each in dangers if _is_met_by(each, sql)], cause=cause)
    for kind, own, made in kept:
        work.run(made, undo=(f"DROP {kind.upper()} {quoted(own)}",), cause=cause)
    work.watched = True


def _is_met_by(danger: Hazard, sql: str) -> bool:
    """Return whether a statement of a rebuild is where it happens: rows are refused or left behind."""
    return sql.startswith("DROP TABLE" if danger.kind is HazardKind.LOSES_DATA else "INSERT OR ABORT")


def _dangers(work: Work, name: str, before: str, text: str, changes: Sequence[Change]) -> tuple[Hazard, ...]:
    known, was, now = work.before(name), parse_table(before), parse_table(text)
    return (
        *(hazard for each in changes for hazard in hazards(each, table=known)),
        *rowid_refuses(known, was, now),
        *strict_refuses(known, was, now),
        rewrites(known),
    )
