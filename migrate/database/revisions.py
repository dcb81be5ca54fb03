"""The revisions table: makes itself, is read, and says by which commands it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from migrate.database.revision import Kind, Revision
from migrate.dialects.base import Command, Row, Session
from migrate.errors import DatabaseError, ServerError

TABLE = "migrate_revisions"

_COLUMNS = tuple(field.name for field in fields(Revision))
_CREATE = """
create table if not exists {table} (
    version varchar(255) not null primary key,
    description {text} not null,
    kind varchar(16) not null,
    applied bigint not null,
    total bigint not null,
    running bigint,
    started_at varchar(40) not null,
    duration bigint not null,
    error {text},
    error_statement {text},
    hash varchar(64) not null,
    prefix_hash varchar(64) not null,
    tool_version varchar(40) not null,
    applied_by varchar(255) not null
){options}
"""
_LONGEST = 60_000
"""Characters kept of an error and its statement."""


@dataclass(frozen=True, slots=True)
class Revisions:
    """The table of one database, by its qualified name: what a migration sets must not move it."""

    session: Session
    table: str

    def read(self) -> tuple[Revision, ...] | None:
        """Return all rows, in no order, or ``None`` if there is no table."""
        rows = read_all(self.session, self.table, _COLUMNS)
        try:
            return None if rows is None else tuple(_revision(row) for row in rows)
        except ValueError as error:
            raise DatabaseError(
                f"{self.table} holds a row that is none of ours: {error}",
                hint="restore it from a backup; `migrate log` tells what was done",
            ) from None

    def create(self) -> None:
        """Make the table if it is not there; only who holds the lock may call this."""
        words = self.session.dialect.own_tables
        self.session.query(_CREATE.format(table=self.table, text=words.text, options=words.options))

    def write(self, revision: Revision, *, elapsed: str | None = None) -> Command:
        """Put the row in the place of what stands there for its version.

        ``elapsed`` is SQL that takes the place of the duration.
        """
        values = {name: getattr(revision, name) for name in _COLUMNS} | {
            "kind": revision.kind.value,
            "error": _short(revision.error),
            "error_statement": _short(revision.error_statement),
        }
        words = self.session.dialect.own_tables.replace
        return insert(self.table, values, {"duration": elapsed} if elapsed else {}, words=words)

    def progress(self, revision: Revision) -> Command:
        """Say in the row that stands there how far a file is."""
        changed = ("applied", "running", "prefix_hash")
        sets = ", ".join(f"{name} = %s" for name in changed)
        values = (*(getattr(revision, name) for name in changed), revision.version)
        return Command(f"update {self.table} set {sets} where {self._its_version}", values)

    def remove(self, version: str) -> Command:
        """Take a version out of the table."""
        return Command(f"delete from {self.table} where {self._its_version}", (version,))

    @property
    def _its_version(self) -> str:
        return self.session.dialect.own_tables.equals.format("version")


def read_all(session: Session, table: str, columns: Sequence[str], *, order: str = "") -> list[Row] | None:
    """Return all rows of a table of ours, ``None`` if it is not there.  Raises DatabaseError."""
    try:
        return session.query(f"select {', '.join(columns)} from {table}{order and f' order by {order}'}")
    except ServerError as error:
        if session.dialect.lacks_table(error):
            return None
        raise DatabaseError(
            f"{table} cannot be read: {error.message}",
            hint=error.hint or "let this user read it; if it is another tool's, use --revisions-schema",
        ) from None


def insert(
    table: str,
    values: Mapping[str, object],
    computed: Mapping[str, str],
    *,
    words: str = "insert into {table} ({columns}) values ({values})",
) -> Command:
    """Return the command that adds a row; ``computed`` has SQL for columns that the server is to fill.

    The first column is the key, if ``words`` tell what becomes of a row that has it.
    """
    marks = tuple(computed.get(name, "%s") for name in values)
    parameters = tuple(value for name, value in values.items() if name not in computed)
    return Command(_inserts(words, table, tuple(values), marks), parameters)


@lru_cache(maxsize=16)
def _inserts(words: str, table: str, columns: tuple[str, ...], marks: tuple[str, ...]) -> str:
    key, *others = columns
    sets = ", ".join(f"{name} = excluded.{name}" for name in others)
    return words.format(table=table, columns=", ".join(columns), values=", ".join(marks), key=key, sets=sets)


def _revision(row: tuple[object, ...]) -> Revision:
    values: dict[str, Any] = {
        name: None if value is None else str(value) for name, value in zip(_COLUMNS, row, strict=True)
    }
    for name in ("applied", "total", "duration"):
        values[name] = int(values[name])
    if values["running"] is not None:
        values["running"] = int(values["running"])
    values["kind"] = Kind(values["kind"])
    return Revision(**values)


def _short(text: str | None) -> str | None:
    if text is None:
        return None
    text = text.replace("\0", "")  # PostgreSQL has no place for it
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
