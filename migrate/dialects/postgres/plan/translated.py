"""What a rename changes by itself: the server writes the new name wherever the old one stood."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from migrate.dialects.postgres import names
from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.model import (
    Column,
    Constraint,
    Ident,
    Index,
    Policy,
    Rule,
    SchemaObject,
    Sequence,
    Table,
    Trigger,
)

_TOKEN = re.compile(
    r"""'(?:[^']|'')*'(?:::regclass)?|(?:"(?:[^"]|"")*"|[\w$]+)(?:\.(?:"(?:[^"]|"")*"|[\w$]+))*"""
)


def translated(changes: Iterable[Change]) -> list[Change]:
    """Return the changes without those that renames bring with them; what is left starts from their outcome.

    An index, a constraint or an owned sequence that differs in its own name alone is renamed as well.
    """
    changes = list(changes)
    renames = [change for change in changes if isinstance(change, Rename)]
    if not any(isinstance(change.new, (Table, Column)) for change in renames):
        return changes
    sequences = _paired(changes, _Names.of(renames), Sequence)
    known = _Names.of([*renames, *(change for change in sequences if isinstance(change, Rename))])
    result: list[Change] = []
    for change in _paired(sequences, known, Index, Constraint):
        if isinstance(change, Modify):
            was = known.after(change.old)
            if was == change.new:
                continue
            change = Modify(was, change.new)
        result.append(change)
    return result


@dataclass(frozen=True, slots=True)
class _Names:
    """New names by old ones: of relations in full, of columns by the table as it is called now."""

    relations: dict[str, str]
    columns: dict[tuple[str, str], dict[str, str]]

    @classmethod
    def of(cls, renames: Iterable[Change]) -> _Names:
        relations: dict[str, str] = {}
        columns: dict[tuple[str, str], dict[str, str]] = {}
        for change in renames:
            match change:
                case Rename(Column() as was, Column() as now):
                    columns.setdefault((now.schema, now.table), {})[names.quote(was.name)] = names.quote(
                        now.name
                    )
                case Rename(was, now) if not now.table:
                    relations[names.of(was)] = names.of(now)
        return cls(relations, columns)

    def text(self, sql: str, *homes: tuple[str, str]) -> str:
        """Return SQL that the server printed as it prints it after the renames."""
        columns = {old: new for home in homes for old, new in self.columns.get(home, {}).items()}

        def renamed(match: re.Match[str]) -> str:
            token = match[0]
            if token.startswith("'"):
                plain = token.removesuffix("::regclass")
                named = self.relations.get(plain[1:-1].replace("''", "'")) if plain != token else None
                return f"{names.literal(named)}::regclass" if named else token
            return self.relations.get(token) or columns.get(token, token)

        return _TOKEN.sub(renamed, sql)

    def after(self, each: SchemaObject) -> SchemaObject:
        """Return an object as it is after the renames; its table has the new name already."""
        home = (each.schema, each.table)
        match each:
            case Column():
                return replace(
                    each,
                    default=None if each.default is None else self.text(each.default),
                    generated=None if each.generated is None else self.text(each.generated, home),
                )
            case Index():
                return replace(
                    each,
                    parts=tuple(self.text(part, home) for part in each.parts),
                    include=tuple(self.text(part, home) for part in each.include),
                    where=None if each.where is None else self.text(each.where, home),
                    definition=self.text(each.definition, home),
                )
            case Constraint():
                return self._constraint(each)
            case Trigger() | Policy() | Rule():
                return replace(each, definition=self.text(each.definition, home))
            case Sequence(owned_by=Ident() as column):
                return replace(each, owned_by=self._column(column))
        return each

    def _constraint(self, each: Constraint) -> Constraint:
        home = (each.schema, each.table)
        own, refers, other = each.definition.partition(" REFERENCES ")
        full = self.relations.get(names.qualified(each.ref_schema, each.ref_table)) if refers else None
        there = _parts(full) if full else (each.ref_schema, each.ref_table)
        return replace(
            each,
            definition=self.text(own, home) + refers + self.text(other, there),
            columns=self._columns(each.columns, home),
            ref_schema=there[0],
            ref_table=there[1],
            ref_columns=self._columns(each.ref_columns, there),
        )

    def _columns(self, old: tuple[str, ...], home: tuple[str, str]) -> tuple[str, ...]:
        new = {_plain(was): _plain(now) for was, now in self.columns.get(home, {}).items()}
        return tuple(new.get(name, name) for name in old)

    def _column(self, column: Ident) -> Ident:
        full = self.relations.get(names.home(column))
        home = _parts(full) if full else (column.schema, column.table)
        (name,) = self._columns((column.name,), home)
        return Ident("column", home[0], name, home[1])


def _paired(changes: list[Change], known: _Names, *kinds: type[SchemaObject]) -> list[Change]:
    """Return the changes with a Rename for each Drop and Add of these kinds that are one object."""
    born = [
        change.object for change in changes if isinstance(change, Add) and isinstance(change.object, kinds)
    ]
    result: list[Change] = []
    taken: set[Ident] = set()
    for change in changes:
        if isinstance(change, Drop) and isinstance(change.object, kinds):
            was = known.after(change.object)
            now = next(
                (each for each in born if each.ident not in taken and _is_but_for_name(was, each)), None
            )
            if now is not None:
                taken.add(now.ident)
                change = Rename(was, now)
        result.append(change)
    return [change for change in result if not (isinstance(change, Add) and change.ident in taken)]


def _is_but_for_name(was: SchemaObject, now: SchemaObject) -> bool:
    return (
        type(was) is type(now)
        and replace(was, name=now.name, owner=now.owner, privileges=now.privileges) == now
    )


def _parts(qualified: str) -> tuple[str, str]:
    schema, name = re.findall(r'"(?:[^"]|"")*"|[^.]+', qualified)
    return _plain(schema), _plain(name)


def _plain(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name
