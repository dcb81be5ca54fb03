"""Names that have to look alike: the patterns of ``[lint.naming]``, one for each kind of object.

::

    [lint.naming]
    table = "[a-z][a-z0-9_]*"
    index = "[a-z0-9_]+_idx"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.errors import ConfigError
from migrate.lint.facts import Observed, ObservedFile
from migrate.lint.rule import Finding
from migrate.lint.words import called
from migrate.schema.changes import Add, Rename
from migrate.schema.model import Column, Constraint, Index, Namespace, SchemaObject, Table

KINDS = {
    "schema": "schema",
    "table": "table",
    "column": "column",
    "index": "index",
    "foreign-key": "foreign key",
    "check": "check",
    "unique": "unique key",
    "primary-key": "primary key",
}
"""The kinds, and how people call them."""
_OF_CONSTRAINTS = {"foreign": "foreign-key", "check": "check", "unique": "unique", "primary": "primary-key"}


def misnamed(file: ObservedFile, kind: str) -> Iterator[Finding]:
    """Yield what is said of new names of a kind that its pattern does not match as a whole.

    A name that is gone at the end of the file, such as that of a table which is built anew, is not told of.

    Raises ConfigError for a table ``[lint.naming]`` that makes no sense.
    """
    pattern = _pattern(file, kind)
    if pattern is None or not file.statements:
        return
    left = file.statements[-1].after.by_ident()
    for observed in file.statements:
        for each in _named(observed):
            # Without a name of its own SQLite's constraint goes by its definition.
            if _kind(each) != kind or "(" in each.name or each.ident not in left:
                continue
            if not pattern.fullmatch(each.name):
                yield Finding(
                    observed,
                    f"the name of the {KINDS[kind]} {called(each)} does not fit {pattern.pattern}",
                    each.ident.parent or each.ident,
                )


def _pattern(file: ObservedFile, kind: str) -> re.Pattern[str] | None:
    said = file.options.get("naming", {})
    where = "[lint.naming]"
    if not isinstance(said, dict) or not all(isinstance(each, str) for each in said.values()):
        raise ConfigError("lint.naming is a table of patterns", where=where)
    if unknown := said.keys() - KINDS.keys():
        hint = f"there are {', '.join(KINDS)}"
        raise ConfigError(f"lint.naming: there is no kind {min(unknown)!r}", where=where, hint=hint)
    if kind not in said:
        return None
    try:
        return re.compile(said[kind])
    except re.error as error:
        raise ConfigError(f"lint.naming: {said[kind]!r} is no pattern: {error}", where=where) from None


def _named(observed: Observed) -> Iterator[SchemaObject]:
    """Yield what got a name, a table's columns behind it."""
    for change in observed.changes:
        match change:
            case Add(each) | Rename(_, each):
                yield each
                if isinstance(change, Add) and isinstance(each, Table):
                    yield from each.columns


def _kind(each: SchemaObject) -> str:
    match each:
        case Constraint(variant=variant):
            return _OF_CONSTRAINTS.get(variant, "")
        case Index(unique=True):
            return "unique"
        case Namespace() | Table() | Column() | Index():
            return each.kind
    return ""
