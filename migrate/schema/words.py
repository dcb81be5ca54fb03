"""A change in words, as reports and errors tell it: one line with its sign, and what differs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.model import Column, Ident, SchemaObject, Table

_QUIET = {"name", "schema", "table", "depends", "oid", "text", "columns", "position"}


def told(changes: Iterable[Change], *, limit: int | None = None) -> str:
    """Return the changes, a line each; what goes over the limit is counted."""
    lines = [line for change in changes for line in (describe(change), *details(change))]
    if limit is not None and len(lines) > limit:
        lines = [*lines[:limit], f"… and {len(lines) - limit} more lines"]
    return "\n".join(lines)


def describe(change: Change) -> str:
    """Return one line: ``+ column users.email text``, ``- table t``, ``~ view v``, ``> table a is now b``."""
    match change:
        case Add(each):
            return f"+ {each.ident}{_type(each)}"
        case Drop(each):
            return f"- {each.ident}{_type(each)}"
        case Modify(_, new):
            return f"~ {new.ident}"
        case Rename(old, new):
            return f"> {old.ident} is now {new.ident.name}"


def details(change: Change, *, also: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return a line for each field that a Modify changes: ``    type: text, was varchar(10)``.

    ``also`` may name ``owner`` and ``privileges``, of which nothing is said otherwise.
    """
    if not isinstance(change, Modify):
        return ()
    return tuple(f"    {line}" for line in _fields(change.old, change.new, {"owner", "privileges"} - also))


def _fields(old: SchemaObject, new: SchemaObject, left_out: set[str]) -> Iterator[str]:
    for field in dataclasses.fields(new):
        if field.name in _QUIET and not (field.name == "columns" and not isinstance(new, Table)):
            continue
        was, now = getattr(old, field.name, None), getattr(new, field.name)
        if was == now or field.name in left_out:
            continue
        if field.name == "options":
            before, after = dict(old.options), dict(new.options)
            for key in sorted(before.keys() | after.keys()):
                if before.get(key) != after.get(key):
                    yield f"{key}: {_value(after.get(key))}, was {_value(before.get(key))}"
        else:
            yield f"{field.name.replace('_', ' ')}: {_value(now)}, was {_value(was)}"
    if isinstance(old, Column) and isinstance(new, Column) and old.position != new.position:
        yield f"position: {new.position}, was {old.position}"


def _type(each: SchemaObject) -> str:
    return f" {each.type}" if isinstance(each, Column) else ""


def _value(value: object) -> str:
    match value:
        case None | "" | ():
            return "none"
        case bool():
            return "yes" if value else "no"
        case Column():
            return f"{value.name} {value.type}"
        case Ident():
            return str(value)
        case tuple():
            return ", ".join(_value(each) for each in value)
        case _:
            text = " ".join(str(value).split())
            return text if len(text) <= 120 else text[:119] + "…"
