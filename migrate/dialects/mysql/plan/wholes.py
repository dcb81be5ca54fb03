"""The steps for what is made whole: views, triggers, routines, packages and events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from migrate.dialects.mysql.plan import hazards, programs
from migrate.dialects.mysql.plan.scope import Scope, step, triggers_in_order
from migrate.schema.changes import Add, Change, Drop, Modify
from migrate.schema.model import Ident, Other, Schema, Trigger, View
from migrate.schema.order import ordered
from migrate.schema.plan import Hazard, Step

Whole = View | Trigger | Other
_KINDS: tuple[type[Whole], ...] = (View, Trigger, Other)
_MADE = ("package", "package body", "function", "procedure", "view", "trigger", "event")
_ROUTINES = ("function", "procedure")


class Wholes:
    """What goes, what comes, and what changes in place.

    A view or trigger is checked when it is made.  One that changes together with the tables it looks at is
    dropped before and made after them, which its undo does the other way round; another is replaced.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.gone: list[Whole] = []
        self.born: list[Whole] = []
        self.replaced: list[tuple[Whole, Whole]] = []
        for kind in _KINDS:
            self.gone += scope.gone(kind)
            self.born += scope.born(kind)
            pairs: list[tuple[Whole, Whole]] = [*scope.modified(kind)]
            self.replaced += [pair for pair in pairs if self._stays(pair)]
            moved = [*scope.renames(kind), *(pair for pair in pairs if not self._stays(pair))]
            self.gone += [was for was, _ in moved]
            self.born += [now for _, now in moved]

    def drop(self) -> Iterator[Step]:
        """Yield the steps that drop: what uses another first."""
        again = {each.ident for each in self.born if each.ident.kind in _ROUTINES}
        changes = ordered([Drop(each) for each in self.gone], self.scope.old, self.scope.new)
        for place, change in enumerate(changes):
            whole = _whole(change)
            undo = self._statements(whole, self.scope.old, standing=_names(changes[place + 1 :]))
            lost = [hazards.of_remake(whole)] if whole.ident in again else []
            yield from _steps(programs.drop(whole), undo, change, lost)

    def create(self) -> Iterator[Step]:
        """Yield the steps that make and replace: what is used by another first."""
        wanted: list[Change] = [Add(each) for each in self.born]
        wanted += [Modify(was, now) for was, now in self.replaced]
        changes = sorted(ordered(wanted, self.scope.old, self.scope.new), key=self._place)
        for place, change in enumerate(changes):
            now, new = _whole(change), self.scope.new
            if isinstance(change, Modify):
                assert isinstance(change.old, Whole)
                standing = _names(changes[place + 1 :])
                undo = self._statements(change.old, self.scope.old, standing=standing, replaces=True)
                yield from _steps(self._statements(now, new, replaces=True), undo, change)
            else:
                yield from _steps(self._statements(now, new), programs.drop(now), change)

    def _stays(self, pair: tuple[Whole, Whole]) -> bool:
        was, now = pair
        if isinstance(now, Other):
            return self.scope.features.or_replace and not now.variant.startswith("package")
        if isinstance(now, Trigger) and not self.scope.features.or_replace:
            return False
        touched = {each.ident.table or each.ident.name for each in self.scope.changes if _of_relation(each)}
        used = _closure(was, self.scope.old) | _closure(now, self.scope.new)
        return not touched & {ident.name for ident in used}

    def _statements(
        self, whole: Whole, schema: Schema, *, standing: Set[str] = frozenset(), replaces: bool = False
    ) -> list[str]:
        definer = self.scope.definer(whole)
        if isinstance(whole, View):
            return [programs.create_view(whole, definer=definer, replace=replaces)]
        place = self._place_among(whole, schema, standing) if isinstance(whole, Trigger) else ""
        return programs.create(whole, definer=definer, place=place, replace=replaces)

    def _place_among(self, trigger: Trigger, schema: Schema, standing: Set[str]) -> str:
        """Return before which trigger of its event this one is made.

        One that no change touches stands where it should, and so do those called ``standing``.
        """
        scope = self.scope
        touched = {each.ident.name for each in scope.changes if each.ident.kind == "trigger"} - standing
        table = scope.name_before(trigger.table) if schema is scope.old else trigger.table
        order = [each for each in triggers_in_order(schema, table) if programs.same_event(each, trigger)]
        at = [each.name for each in order].index(trigger.name)
        return next((each.name for each in order[at + 1 :] if each.name not in touched), "")

    def _place(self, change: Change) -> tuple[int, int]:
        """Return when it is made: routines, views, triggers in the order they run, events."""
        whole = _whole(change)
        kind = _MADE.index(whole.ident.kind)
        if isinstance(whole, Trigger):
            order = [each.name for each in triggers_in_order(self.scope.new, whole.table)]
            return kind, order.index(whole.name)
        return kind, 0


def _steps(
    statements: list[str], undo: list[str], cause: Change, found: Iterable[Hazard] = ()
) -> Iterator[Step]:
    """Yield a step a statement; hazards and undo stand with the one that is no setting."""
    for sql in statements:
        setting = programs.is_setting(sql)
        yield step(sql, () if setting else undo, cause=cause, hazards=() if setting else tuple(found))


def _whole(change: Change) -> Whole:
    whole = change.object if isinstance(change, (Add, Drop)) else change.new
    assert isinstance(whole, Whole)
    return whole


def _names(changes: Iterable[Change]) -> set[str]:
    return {each.ident.name for each in changes if isinstance(each, (Drop, Modify))}


def _of_relation(change: Change) -> bool:
    """Return whether a change is one of a table, its columns, or a view."""
    return change.ident.kind in ("table", "column", "view")


def _closure(whole: Whole, schema: Schema) -> set[Ident]:
    """Return what it looks at, through views."""
    known = schema.by_ident()
    found: set[Ident] = set()
    queue = [*whole.depends]
    while queue:
        ident = queue.pop()
        if ident not in found:
            found.add(ident)
            queue += known[ident].depends if ident.kind == "view" and ident in known else ()
    return found
