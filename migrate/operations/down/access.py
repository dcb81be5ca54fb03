"""Privileges on a way back: those of what is made anew must come along, those that a file gave stay."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.schema.changes import Modify
from migrate.schema.diff import DiffRules, diff
from migrate.schema.model import Schema


def other_access(seen: Schema, before: Schema, wanted: Schema, rules: DiffRules) -> tuple[str, ...]:
    """Return the objects whose privileges are neither what they were nor the wanted ones, a line each.

    Who may do what is not part of a way back; but what it makes anew must not lose it.
    """
    known = before.by_ident()
    return tuple(
        f"{change.ident}: {_said(change.old.privileges)}; wanted: {_said(change.new.privileges)}"
        for change in _changed(seen, wanted, rules)
        if change.ident not in known or known[change.ident].privileges != change.old.privileges
    )


def stays(goal: Schema, expected: Schema, rules: DiffRules) -> tuple[str, ...]:
    """Return what files gave or took and a computed way back leaves, a line each."""
    return tuple(
        f"privileges of {each.ident}: {_said(each.new.privileges)}; before: {_said(each.old.privileges)}"
        for each in _changed(goal, expected, rules)
    )


def _changed(old: Schema, new: Schema, rules: DiffRules) -> Iterator[Modify]:
    for change in diff(old, new, rules, privileges=True):
        if isinstance(change, Modify) and change.old.privileges != change.new.privileges:
            yield change


def _said(privileges: tuple[str, ...]) -> str:
    return "; ".join(privileges) or "none"
