"""What a person says has another name now, and what looks as if it might."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from migrate.errors import UsageError
from migrate.schema.changes import Add, Change, Drop
from migrate.schema.identity import Renames
from migrate.schema.model import Column, Ident, Schema, SchemaObject, Table

_KINDS = ("table", "column", "view", "sequence", "enum", "domain", "composite")
_FORM = "write it as table:new_name, or table.column:new_name"


def said(words: Iterable[str], old: Schema, new: Schema) -> Renames:
    """Return what ``old:new`` words mean between two schemas; the new name may do without its table.

    Raises UsageError for what is not there, or would be two things.
    """
    renames: Renames = {}
    for word in words:
        source, colon, goal = word.partition(":")
        if not (source and colon and goal):
            raise UsageError(f"--rename {word} does not say from what to what", hint=_FORM)
        was = _found(source, old, word)
        renames[was] = _goal(was, goal, new, renames, word)
    return renames


def likely(changes: Iterable[Change], renames: Mapping[Ident, Ident]) -> Iterator[str]:
    """Yield ``old:new`` for what went while one thing just like it came: a question, never an answer."""
    changes = tuple(changes)
    gone = [each.object for each in changes if isinstance(each, Drop) and each.ident not in renames]
    born = [each.object for each in changes if isinstance(each, Add)]
    for was in gone:
        alike = [now for now in born if _alike(was, now)]
        if len(alike) == 1 and sum(_alike(other, alike[0]) for other in gone) == 1:
            yield f"{_path(was.ident)}:{alike[0].name}"


def _alike(was: SchemaObject, now: SchemaObject) -> bool:
    if isinstance(was, Column) and isinstance(now, Column):
        return (was.ident.parent, was.type) == (now.ident.parent, now.type)
    if isinstance(was, Table) and isinstance(now, Table):
        return [(each.name, each.type) for each in was.columns] == [
            (each.name, each.type) for each in now.columns
        ]
    return False


def _found(path: str, schema: Schema, word: str) -> Ident:
    found = [
        each.ident for each in schema.walk() if each.ident.kind in _KINDS and _is_called(each.ident, path)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(map(str, found))
        raise UsageError(f"--rename {word}: {path} may be {names}", hint="write it with its schema or table")
    raise UsageError(f"--rename {word}: the directory makes nothing called {path}", hint=_FORM)


def _goal(was: Ident, name: str, new: Schema, renames: Renames, word: str) -> Ident:
    """Return what the new name means: alone it stands where the old one stood, or where its table went."""
    last = name.rpartition(".")[2]
    home = renames.get(was.parent, was.parent) if was.parent else None
    if home is not None:
        usual = Ident(was.kind, home.schema, last, home.name)
    else:
        usual = Ident(was.kind, was.schema, last)
    there = {each.ident for each in new.walk()}
    if usual in there and (name == last or _is_called(usual, name)):
        return usual
    found = [each for each in there if each.kind == was.kind and _is_called(each, name)]
    if len(found) == 1:
        return found[0]
    raise UsageError(f"--rename {word}: the wanted schema has no {was.kind} called {name}", hint=_FORM)


def _is_called(ident: Ident, path: str) -> bool:
    """Return whether a path is all or the end of an object's; a column's is not its name alone."""
    parts = [part for part in (ident.schema, ident.table, ident.name) if part]
    given = path.split(".")
    return given == parts[-len(given) :] and (not ident.table or len(given) > 1)


def _path(ident: Ident) -> str:
    return ".".join(part for part in (ident.table, ident.name) if part)
