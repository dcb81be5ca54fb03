"""Which objects are the same under another name: by the server's identity, or by a watched statement.

A rename is never guessed from likeness.  Where the server numbers its objects (PostgreSQL), equal numbers
in one database are proof; elsewhere a statement that says RENAME or CHANGE is proof if what it names was
seen to go and to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from migrate.schema.model import Enum, Ident, Schema, SchemaObject, Table

Renames = dict[Ident, Ident]

_SAYS = re.compile(r"\b(?:RENAME|CHANGE)\b", re.I)
_NAME = r"""(?:`(?:[^`]|``)+`|"(?:[^"]|"")+"|\[[^\]]+\]|[^\s`"\[\](),.;]+)"""
_PATH = rf"{_NAME}(?:\s*\.\s*{_NAME})?"
_TABLES = re.compile(
    rf"(?:^|,)\s*(?:RENAME\s+TABLES?\s+(?:IF\s+EXISTS\s+)?)?({_PATH})\s+TO\s+({_PATH})", re.I
)
_ALTER = re.compile(
    rf"^\s*ALTER\s+(?:ONLINE\s+|IGNORE\s+)*TABLE\s+(?:IF\s+EXISTS\s+)?({_PATH})\s+(.*)$", re.I | re.S
)
_TABLE_CLAUSE = re.compile(rf"\bRENAME\s+(?:TO\s+|AS\s+|=\s*)?({_PATH})", re.I)
_COLUMN_CLAUSE = re.compile(
    rf"\bRENAME\s+(?:COLUMN\s+)?(?:IF\s+EXISTS\s+)?({_NAME})\s+TO\s+({_NAME})"
    rf"|\bCHANGE\s+(?:COLUMN\s+)?(?:IF\s+EXISTS\s+)?({_NAME})\s+({_NAME})",
    re.I,
)


def by_identity(old: Schema, new: Schema) -> Renames:
    """Return what has another name in ``new``, by the server's identity; ``{}`` for different databases."""
    if not old.origin or old.origin != new.origin:
        return {}
    now = {(each.kind, each.oid): each.ident for each in _walk(new.besides(old)) if each.oid}
    after = new.by_ident()
    renames: Renames = {}
    for each in _walk(old.besides(new)):
        goal = now.get((each.kind, each.oid)) if each.oid else None
        if goal is not None and _renamed(each.ident, goal):
            renames[each.ident] = goal
        if isinstance(each, Enum) and isinstance(it := after.get(goal or each.ident), Enum):
            renames |= _values(each, it)
    return renames


def _walk(objects: Iterable[SchemaObject]) -> Iterator[SchemaObject]:
    for each in objects:
        yield each
        if isinstance(each, Table):
            yield from each.columns


def value(enum: Ident, name: str) -> Ident:
    """Return what a value of an enumerated type is called in :data:`Renames`."""
    return Ident("value", enum.schema, name, enum.name)


def _values(old: Enum, new: Enum) -> Renames:
    now = dict(zip(new.value_oids, new.values, strict=True))
    before = zip(old.value_oids, old.values, strict=True)
    return {
        value(old.ident, name): value(new.ident, now[oid])
        for oid, name in before
        if oid in now and now[oid] != name
    }


def by_statement(text: str, old: Schema, new: Schema) -> Renames:
    """Return the renames that one statement says and that its effect bears out."""
    if not _SAYS.search(text):
        return {}
    before, after = old.unshared(new)
    gone, born = before.keys() - after.keys(), after.keys() - before.keys()
    renames: Renames = {}
    for source, goal in tables_said(text):
        for was in gone:
            if was.kind in ("table", "view") and _same_name(was.name, source):
                goals = [each for each in born if each.kind == was.kind and _same_name(each.name, goal)]
                if len(goals) == 1:
                    renames[was] = goals[0]
    renames |= _columns(text, before.values(), after, renames)
    return renames


def composed(first: Mapping[Ident, Ident], then: Mapping[Ident, Ident], end: Schema) -> Renames:
    """Return the renames of two steps as one; what is gone at the end, or came back, is left out."""
    renames = {source: _follow(goal, then) for source, goal in first.items()}
    for source, goal in then.items():
        if source not in first.values():
            renames[_origin(source, first)] = goal
    there = end.by_ident().keys()
    return {source: goal for source, goal in renames.items() if goal in there and _renamed(source, goal)}


def inverted(renames: Mapping[Ident, Ident]) -> Renames:
    """Return the renames of the way back."""
    return {goal: source for source, goal in renames.items()}


def _renamed(source: Ident, goal: Ident) -> bool:
    """Return whether it is the name itself that differs, not only the name of its table."""
    return source.name != goal.name or (not source.table and source.schema != goal.schema)


def _follow(ident: Ident, renames: Mapping[Ident, Ident]) -> Ident:
    if ident in renames:
        return renames[ident]
    home = renames.get(ident.parent) if ident.parent else None
    return Ident(ident.kind, home.schema, ident.name, home.name) if home else ident


def _origin(ident: Ident, renames: Mapping[Ident, Ident]) -> Ident:
    return _follow(ident, inverted(renames))


def tables_said(text: str) -> Iterable[tuple[str, str]]:
    """Yield the tables that a statement says it renames, in order: what each is called and will be."""
    if re.match(r"\s*RENAME\s+TABLE", text, re.I):
        yield from ((_bare(each[1]), _bare(each[2])) for each in _TABLES.finditer(text))
    elif alter := _ALTER.match(text):
        for clause in _TABLE_CLAUSE.finditer(alter[2]):
            yield _bare(alter[1]), _bare(clause[1])


def _columns(
    text: str, before: Iterable[SchemaObject], after: Mapping[Ident, SchemaObject], tables: Renames
) -> Renames:
    alter = _ALTER.match(text)
    if alter is None:
        return {}
    renames: Renames = {}
    for table in before:
        now = after.get(tables.get(table.ident, table.ident))
        if not isinstance(table, Table) or not isinstance(now, Table):
            continue
        if not _same_name(table.name, _bare(alter[1])):
            continue
        for clause in _COLUMN_CLAUSE.finditer(alter[2]):
            source, goal = (_bare(each) for each in clause.groups() if each is not None)
            was, to = _column(table, source), _column(now, goal)
            if was and to and now.column(was.name) is None and table.column(to.name) is None:
                renames[was.ident] = to.ident
    return renames


def _column(table: Table, name: str) -> SchemaObject | None:
    return next((each for each in table.columns if _same_name(each.name, name)), None)


def _same_name(first: str, second: str) -> bool:
    return first.casefold() == second.casefold()


def _bare(path: str) -> str:
    """Return the last name of a path, without its quotes."""
    name = re.findall(_NAME, path)[-1]
    if name[0] in '`"[':
        close = "]" if name[0] == "[" else name[0]
        return str(name[1:-1].replace(close * 2, close))
    return str(name)
