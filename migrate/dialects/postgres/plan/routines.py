"""Views and routines: replaced in place where the server takes it."""

from __future__ import annotations

from migrate.dialects.postgres import names
from migrate.dialects.postgres.plan.tables import settings
from migrate.schema.model import Column, Routine, View
from migrate.schema.plan import Step


def create_view(view: View, *, replace: bool = False) -> list[Step]:
    """Return the steps that make a view."""
    kind = "MATERIALIZED VIEW" if view.materialized else "VIEW"
    sql = f"CREATE {'OR REPLACE ' if replace else ''}{kind} {names.of(view)}"
    if method := view.option("access_method"):
        sql += f" USING {method}"
    if with_ := view.option("with"):
        sql += f" WITH ({with_})"
    if tablespace := view.option("tablespace"):
        sql += f" TABLESPACE {names.quote(tablespace)}"
    query = view.definition.rstrip().removesuffix(";")
    sql += f" AS\n{query}"
    if view.materialized and view.option("populated") == "no":
        sql += "\nWITH NO DATA"
    steps = [Step(sql, (f"DROP {kind} {names.of(view)}",))]
    for column in view.columns:
        steps += _column({}, column)
    return steps


def drop_view(view: View) -> Step:
    """Return the step that drops a view."""
    kind = "MATERIALIZED VIEW" if view.materialized else "VIEW"
    return Step(f"DROP {kind} {names.of(view)}", tuple(step.sql for step in create_view(view)))


def alter_view(old: View, new: View) -> list[Step] | None:
    """Return the steps in place, ``None`` if columns change or the view is materialized."""
    if old.materialized != new.materialized:
        return None
    steps: list[Step] = []
    if old.definition != new.definition:
        shapes = [[(each.name, each.type, each.collation) for each in view.columns] for view in (old, new)]
        if new.materialized or shapes[0] != shapes[1][: len(shapes[0])]:
            return None
        undo = create_view(old, replace=True)[0].sql if shapes[0] == shapes[1] else None
        steps.append(Step(create_view(new, replace=True)[0].sql, (undo,) if undo else None))
    elif old.option("with") != new.option("with"):
        head = f"ALTER {'MATERIALIZED VIEW' if new.materialized else 'VIEW'} {names.of(new)}"
        steps += settings(head, old.option("with") or "", new.option("with") or "")
    if old.option("populated") != new.option("populated"):
        empty = "WITH NO DATA" if new.option("populated") == "no" else "WITH DATA"
        steps.append(Step(f"REFRESH MATERIALIZED VIEW {names.of(new)} {empty}"))
    was = {each.name: each for each in old.columns}
    for column in new.columns:
        steps += _column(was, column)
    return steps


def _column(was: dict[str, Column], column: Column) -> list[Step]:
    before = was[column.name].default if column.name in was else None
    if before == column.default:
        return []
    head = f"ALTER TABLE {names.home(column)} ALTER COLUMN {names.quote(column.name)}"
    change = [
        f"{head} DROP DEFAULT" if default is None else f"{head} SET DEFAULT {default}"
        for default in (before, column.default)
    ]
    return [Step(change[1], (change[0],))]


def create_routine(routine: Routine) -> list[Step]:
    """Return the step that makes a routine."""
    return [Step(routine.definition, (drop_routine(routine).sql,))]


def drop_routine(routine: Routine) -> Step:
    """Return the step that drops a routine."""
    return Step(f"DROP {routine.variant.upper()} {names.signature(routine)}", (routine.definition,))


def alter_routine(old: Routine, new: Routine) -> list[Step] | None:
    """Return the step that replaces a routine, ``None`` where the server would refuse it."""
    if old.definition == new.definition:
        return []
    kept = (
        old.variant == new.variant != "aggregate"
        and old.returns == new.returns
        and old.option("arguments") == new.option("arguments")
        and int(old.option("defaults") or 0) <= int(new.option("defaults") or 0)
    )
    if not kept:
        return None
    back = int(old.option("defaults") or 0) == int(new.option("defaults") or 0)
    return [Step(new.definition, (old.definition,) if back else None)]
