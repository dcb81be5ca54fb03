"""What a rule is given: one statement with all that was seen of it, one file, or all files of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from migrate.dialects.observing import Effects
from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.model import Column, Constraint, Ident, Schema, SchemaObject, Table
from migrate.sources.run import Cut
from migrate.sql.directives import StatementDirectives
from migrate.sql.position import position
from migrate.sql.statement import Statement

Seen = TypeVar("Seen", bound=Effects)
Kind = TypeVar("Kind", bound=SchemaObject)


@dataclass(frozen=True, slots=True)
class Failure:
    """What the server answered.  ``on_rows``: it fails where the tables have rows, and runs where not."""

    message: str
    state: str
    on_rows: bool = False
    refuses_transaction: bool = False
    """It ran when no transaction was around it."""


@dataclass(frozen=True, slots=True)
class Observed:
    """One statement: what it says, what it changed, and what it did to others while it ran.

    ``start`` is the schema before the file, ``before`` and ``after`` are those around the statement;
    ``changes`` lead from one to the other (owners and privileges are compared as well).  ``born`` is what
    the file had made before this statement, columns and what lives on tables included: nobody uses it yet.
    ``together`` says whether it ran in a transaction with its neighbours.  After a ``failure`` that is not
    ``on_rows`` nothing was changed.  ``dialect`` is the session's: ``postgres``, ``mysql``, ``mariadb``,
    ``sqlite``; ``version`` its server's.
    """

    cut: Cut = field(repr=False)
    index: int
    dialect: str
    version: tuple[int, ...]
    start: Schema = field(repr=False)
    before: Schema = field(repr=False)
    after: Schema = field(repr=False)
    changes: tuple[Change, ...]
    born: frozenset[Ident]
    together: bool
    effects: Effects = field(default_factory=Effects)
    failure: Failure | None = None
    said: StatementDirectives = field(default_factory=StatementDirectives)
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The table ``[lint]`` of the configuration, as written."""

    @property
    def statement(self) -> Statement:
        """Return the statement."""
        return self.cut.statements[self.index]

    @property
    def text(self) -> str:
        """Return its text."""
        return self.statement.text

    @property
    def file(self) -> str:
        """Return the name of its file."""
        return self.cut.name

    @property
    def line(self) -> int:
        """Return the line it begins on."""
        return position(self.cut.text, self.statement.offset).line

    def seen(self, kind: type[Seen]) -> Seen:
        """Return the effects as a dialect tells them, empty ones if it was another that watched."""
        return self.effects if isinstance(self.effects, kind) else kind()

    def is_old(self, ident: Ident | None) -> bool:
        """Return whether an object, and the table it lives on, were there before the file."""
        if ident is None:
            return False
        fresh = {each.ident for each in self.changes if isinstance(each, Add)}
        named = {ident, ident.parent}
        if ident.table:  # it may live on a view, too
            named.add(Ident("view", ident.schema, ident.table))
        return not named & (self.born | fresh)

    def concerned(self) -> set[Ident]:
        """Return the tables that the changes are about, or what else, under old and new names."""
        found = set()
        for change in self.changes:
            both = (change.old, change.new) if isinstance(change, (Modify, Rename)) else (change.object,)
            found |= {each.ident.parent or each.ident for each in both}
        return found

    def only_renamed(self, each: Constraint) -> bool:
        """Return whether a constraint says something else since one of its columns was renamed.

        SQLite calls a constraint without a name by what it says: there it is another one then.
        """
        return any(
            isinstance(change, Rename)
            and isinstance(change.new, Column)
            and change.new.ident.parent == each.ident.parent
            and (not each.columns or {change.old.name, change.new.name} & set(each.columns))
            for change in self.changes
        )

    def table_of(self, each: SchemaObject) -> Table | None:
        """Return the table an object lives on, as it is after the statement, else as it was before."""
        return self.after.table(each.ident.parent) or self.before.table(each.ident.parent)

    def added(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """Return the objects of a kind that the statement made."""
        return tuple(
            each.object for each in self.changes if isinstance(each, Add) and isinstance(each.object, kind)
        )

    def dropped(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """Return the objects of a kind that went and were there before the file.

        What lived on a dropped table, and what the server dropped along, is not told apart.
        """
        return tuple(
            each.object
            for each in self.changes
            if isinstance(each, Drop) and isinstance(each.object, kind) and self.is_old(each.ident)
        )

    def modified(self, kind: type[Kind]) -> tuple[tuple[Kind, Kind], ...]:
        """Return old and new of the objects of a kind that differ and were there before the file."""
        return tuple(
            (each.old, each.new)
            for each in self.changes
            if isinstance(each, Modify)
            and isinstance(each.old, kind)
            and isinstance(each.new, kind)
            and self.is_old(each.old.ident)
        )

    def renamed(self, kind: type[Kind]) -> tuple[tuple[Kind, Kind], ...]:
        """Return old and new of the objects of a kind that got another name and were there before."""
        return tuple(
            (each.old, each.new)
            for each in self.changes
            if isinstance(each, Rename)
            and isinstance(each.old, kind)
            and isinstance(each.new, kind)
            and self.is_old(each.old.ident)
        )


@dataclass(frozen=True, slots=True)
class WayBack:
    """A planned way back, run behind its file: what still differs from the schema before it.

    ``tried`` is False where a later file could not be taken back, so that this one was never at the end.
    """

    cut: Cut = field(repr=False)
    tried: bool = False
    left: tuple[Change, ...] = ()
    failure: str = ""


@dataclass(frozen=True, slots=True)
class ObservedFile:
    """One file; ``left_behind`` are settings that would reach whatever the session runs next.

    ``ended`` says whether all of its statements ran.  ``refused`` is the index of the statement for which
    no transaction was possible: the file was then watched statement by statement.
    """

    cut: Cut = field(repr=False)
    statements: tuple[Observed, ...]
    ended: bool = True
    refused: int | None = None
    left_behind: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)
    way_back: WayBack | None = None
    """Its planned way back, ``None`` if it has none."""

    @property
    def file(self) -> str:
        """Return its name."""
        return self.cut.name


Deploy = tuple[ObservedFile, ...]
"""All files of a run, in order: what is likely to go out together."""
