"""The steps for what is made whole: views, triggers, routines, packages and events."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.dialects.mysql.plan import programs
from migrate.dialects.mysql.plan.scope import Scope, step, triggers_in_order
from migrate.schema.changes import Add, Change, Drop, Modify
from migrate.schema.model import Other, Schema, Trigger, View
from migrate.schema.order import ordered
from migrate.schema.plan import Step

Whole = View | Trigger | Other
_KINDS: tuple[type[Whole], ...] = (View, Trigger, Other)
_MADE = ("package", "package body", "function", "procedure", "view", "trigger", "event")


def drop(scope: Scope) -> Iterator[Step]:
    """Yield the steps that drop what goes and what is made again; a view that changes stays."""
    doomed: list[Whole] = []
    for kind in _KINDS:
        doomed += scope.gone(kind)
        doomed += [was for was, _ in scope.renames(kind)]
        doomed += [was for was, _ in scope.modified(kind) if kind is not View]
    for change in ordered([Drop(each) for each in doomed], scope.old, scope.new):
        whole = _whole(change)
        undo = _statements(whole, scope, scope.old)
        yield from _steps(programs.drop(whole), undo, change)


def create(scope: Scope) -> Iterator[Step]:
    """Yield the steps that make what comes, and change views in place."""
    wanted: list[Change] = [Add(each) for each in _born(scope)]
    wanted += [Modify(was, now) for was, now in scope.modified(View)]
    done = ordered(wanted, scope.old, scope.new)
    for change in sorted(done, key=lambda each: _place(each, scope)):
        whole = _whole(change)
        if isinstance(change, Modify) and isinstance(change.old, View):
            undo = [_view(change.old, scope, replaces=True)]
            yield step(_view(change.new, scope, replaces=True), undo, cause=change)  # type: ignore[arg-type]
        else:
            yield from _steps(_statements(whole, scope, scope.new), programs.drop(whole), change)


def _born(scope: Scope) -> Iterator[Whole]:
    for kind in _KINDS:
        yield from scope.born(kind)
        yield from (now for _, now in scope.renames(kind))
        yield from (now for _, now in scope.modified(kind) if kind is not View)


def _steps(statements: list[str], undo: list[str], cause: Change) -> Iterator[Step]:
    """Yield a step a statement; the undo stands with the one that is no setting."""
    for sql in statements:
        yield step(sql, () if programs.is_setting(sql) else undo, cause=cause)


def _statements(whole: Whole, scope: Scope, schema: Schema) -> list[str]:
    if isinstance(whole, View):
        return [_view(whole, scope, replaces=False)]
    follows = _place_among(whole, scope, schema) if isinstance(whole, Trigger) else ""
    return programs.create(whole, definer=_definer(whole, scope), place=follows)


def _view(view: View, scope: Scope, *, replaces: bool) -> str:
    return programs.create_view(view, definer=_definer(view, scope), replace=replaces)


def _definer(whole: Whole, scope: Scope) -> str | None:
    """Return whom it belonged to before, if that is somebody else than the user of the plan."""
    before = scope.there.get(whole.ident)
    user = dict(scope.old.settings).get("user")
    return before.owner if before is not None and before.owner != user else None


def _place_among(trigger: Trigger, scope: Scope, schema: Schema) -> str:
    """Return before which trigger of its event this one is made: those that stay, or were made already."""
    touched = {each.ident.name for each in scope.changes if each.ident.kind == "trigger"}
    table = scope.name_before(trigger.table) if schema is scope.old else trigger.table
    order = [each for each in triggers_in_order(schema, table) if programs.same_event(each, trigger)]
    at = [each.name for each in order].index(trigger.name)
    return next((each.name for each in order[at + 1 :] if each.name not in touched), "")


def _whole(change: Change) -> Whole:
    whole = change.object if isinstance(change, (Add, Drop)) else change.new
    assert isinstance(whole, (View, Trigger, Other))
    return whole


def _place(change: Change, scope: Scope) -> tuple[int, int]:
    """Return when it is made: routines, views, triggers in the order they run, events."""
    whole = _whole(change)
    kind = _MADE.index(whole.ident.kind)
    if isinstance(whole, Trigger):
        return kind, [each.name for each in triggers_in_order(scope.new, whole.table)].index(whole.name)
    return kind, 0
