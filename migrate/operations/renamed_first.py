"""What a plan renames before all else, what must go for that, and how later losses are counted before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from migrate.schema.changes import Change, Modify, Rename
from migrate.schema.identity import value
from migrate.schema.merge import renamed
from migrate.schema.model import Enum, Ident, Schema, SchemaObject, Table
from migrate.schema.plan import Hazard, Step

_NAME = r'(?:"(?:[^"]|"")+"|`(?:[^`]|``)+`|[\w$]+)'
_COUNTED = re.compile(rf"(?<!\bdistinct )\bfrom\s+(?:only\s+)?((?:{_NAME}\.)?{_NAME})", re.I)


def tables_of(count: str) -> frozenset[str]:
    """Return the tables that a hazard's query reads, as it writes them."""
    return frozenset(_COUNTED.findall(count))


@dataclass(frozen=True, slots=True)
class Renaming:
    """Renames as changes, what they make of a schema, and what was called how before."""

    changes: tuple[Change, ...]
    goal: Schema
    names: Mapping[Ident, Ident]


def renaming(now: Schema, renames: Mapping[Ident, Ident]) -> Renaming:
    """Return the renames whose source is there and whose goal is free."""
    there = now.by_ident()
    taken = there.keys() | {each for enum in there.values() for each in _values(enum)}
    known = {source: goal for source, goal in renames.items() if source in taken and goal not in taken}
    goal = renamed(now, known)
    after = goal.by_ident()
    changes: list[Change] = [
        Rename(there[source], after[to]) for source, to in known.items() if source in there
    ]
    for each in there.values():
        new = after[known.get(each.ident, each.ident)] if isinstance(each, Enum) else None
        if isinstance(each, Enum) and isinstance(new, Enum) and each.values != new.values:
            changes.append(Modify(replace(each, name=new.name, schema=new.schema), new))
    return Renaming(tuple(changes), goal, known)


def without_takers(now: Schema, renames: Mapping[Ident, Ident]) -> Schema:
    """Return a schema without the tables and columns that bear a name which another is to have again."""
    there = now.by_ident()
    gone = {
        goal
        for source, goal in renames.items()
        if source in there and goal in there and goal not in renames and goal.kind in ("table", "column")
    }
    if not gone:
        return now
    objects = [_without_columns(each, gone) for each in now.objects if each.ident not in gone]
    kept = [each for each in objects if each.ident.parent not in gone and not each.depends & gone]
    return replace(now, objects=tuple(kept))


def counted_before(step: Step, names: Mapping[Ident, Ident]) -> Step:
    """Return a step whose losses are counted under the names that tables and columns had before the plan."""
    if not names or not step.hazards:
        return step
    return replace(step, hazards=tuple(_before(each, names) for each in step.hazards))


def _before(hazard: Hazard, names: Mapping[Ident, Ident]) -> Hazard:
    if hazard.count is None:
        return hazard
    read = {_bare(each) for each in tables_of(hazard.count)}
    back = {
        goal.name: source.name
        for source, goal in names.items()
        if goal.name != source.name
        and (goal.kind == "table" or (goal.kind == "column" and goal.table in read))
    }
    if not back:
        return hazard
    words = "|".join(re.escape(name) for name in sorted(back, key=len, reverse=True))
    return replace(
        hazard, count=re.sub(rf"(?<![\w$])({words})(?![\w$])", lambda match: back[match[1]], hazard.count)
    )


def _bare(name: str) -> str:
    """Return the last part of a table's name, without its quotes."""
    last: str = re.findall(_NAME, name)[-1]
    return last[1:-1].replace(last[0] * 2, last[0]) if last[0] in '"`' else last


def _without_columns(each: SchemaObject, gone: set[Ident]) -> SchemaObject:
    if not isinstance(each, Table):
        return each
    return replace(each, columns=tuple(column for column in each.columns if column.ident not in gone))


def _values(each: SchemaObject) -> Iterator[Ident]:
    if isinstance(each, Enum):
        yield from (value(each.ident, name) for name in each.values)
