"""The history table: a row for each act, never changed, each sealed with the hash of the row before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from migrate.database.revisions import insert, read_all
from migrate.version import __version__

if TYPE_CHECKING:
    from migrate.dialects.base import Command, Session

TABLE = "migrate_history"

_CREATE = """
create table if not exists {table} (
    id bigint not null primary key,
    act varchar(16) not null,
    version varchar(255) not null,
    at varchar(40) not null,
    who {text} not null,
    statements bigint not null,
    duration bigint not null,
    outcome varchar(16) not null,
    error {text},
    tool_version varchar(40) not null,
    detail {text} not null,
    previous_hash varchar(64) not null,
    row_hash varchar(64) not null
){options}
"""


class Outcome(Enum):
    """How an act ended."""

    BEGUN = "begun"
    """Written before an act that no transaction can hold; what came of it is a row of its own."""
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Act:
    """What was done, as far as the doer knows: the table adds the rest.

    ``name`` is the verb (``apply``, ``set``, ``baseline``, ``resolve``, ``down`` …), ``statements`` how many
    ran, ``duration`` milliseconds, ``detail`` whatever else is worth keeping, as JSON.
    """

    name: str
    version: str
    outcome: Outcome = Outcome.DONE
    statements: int = 0
    duration: int = 0
    error: str | None = None
    detail: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table, in the order of its columns; ``at`` is UTC in ISO form."""

    id: int
    act: str
    version: str
    at: str
    who: str
    statements: int
    duration: int
    outcome: str
    error: str | None
    tool_version: str
    detail: str
    previous_hash: str
    row_hash: str = ""

    def sealed(self) -> Row:
        """Return the row with the hash over all other columns, but for the duration: servers measure that."""
        sealed = [getattr(self, name) for name in _COLUMNS if name not in ("duration", "row_hash")]
        canon = json.dumps(sealed, ensure_ascii=False, separators=(",", ":"))
        return replace(self, row_hash=hashlib.sha256(canon.encode("utf-8", "surrogateescape")).hexdigest())


_COLUMNS = tuple(field.name for field in fields(Row))


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: the last row's number and hash."""

    id: int = 0
    hash: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The table of one database, by its qualified name.

    ``actor`` is whom those who act here act for, ``commit`` where version control is that they act from.
    """

    session: Session
    table: str
    actor: str | None = None
    commit: str | None = None

    @property
    def who(self) -> Who:
        """Return who acts here."""
        return _who(self.session.facts.user, self.actor)

    def create(self) -> None:
        """Make the table if it is not there; only who holds the lock may call this."""
        words = self.session.dialect.own_tables
        self.session.query(_CREATE.format(table=self.table, text=words.text, options=words.options))

    def head(self) -> Head:
        """Return the end of the chain."""
        rows = self.session.query(f"select id, row_hash from {self.table} order by id desc limit 1")
        return Head(int(rows[0][0]), rows[0][1]) if rows else Head()

    def rows(self) -> tuple[Row, ...]:
        """Return all rows, oldest first; none if there is no table."""
        found = read_all(self.session, self.table, _COLUMNS, order="id") or ()
        return tuple(_row(values) for values in found)

    def details(self, act: str) -> tuple[Mapping[str, Any], ...]:
        """Return the details of all acts of a name, oldest first; what is no detail of ours is left out."""
        named = self.session.dialect.own_tables.equals.format("act")
        rows = self.session.query(f"select detail from {self.table} where {named} order by id", (act,))
        details = []
        for (text,) in rows:
            with suppress(ValueError):
                details.append(json.loads(text))
        return tuple(each for each in details if isinstance(each, dict))

    def append(self, act: Act, head: Head, *, elapsed: str | None = None) -> tuple[Command, Head]:
        """Return the command that adds a row behind ``head``, and the head it will be then.

        ``elapsed`` is SQL that takes the place of the duration.
        """
        detail = {**({"commit": self.commit} if self.commit else {}), **(act.detail or {})}
        row = Row(
            id=head.id + 1,
            act=act.name,
            version=act.version,
            at=now(),
            who=_text(self.who),
            statements=act.statements,
            duration=act.duration,
            outcome=act.outcome.value,
            error=None if act.error is None else act.error.replace("\0", "")[:60_000],
            tool_version=__version__,
            detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
            previous_hash=head.hash,
        ).sealed()
        values = {name: getattr(row, name) for name in _COLUMNS}
        command = insert(self.table, values, {"duration": elapsed} if elapsed else {})
        return command, Head(row.id, row.row_hash)


def _row(values: Sequence[object]) -> Row:
    """Return a row; where somebody put what cannot stand in a column, it is one that no hash seals."""
    kept: dict[str, Any] = {}
    for name, value in zip(_COLUMNS, values, strict=True):
        if name in ("id", "statements", "duration"):
            text = str(value)
            kept[name] = int(text) if text.lstrip("-").isdecimal() else -1
        else:
            kept[name] = value if value is None and name == "error" else str(value)
    return Row(**kept)


def now() -> str:
    """Return the time in UTC, as the tables keep it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts: the database's user, the system's, the host, and whom these act for."""

    database_user: str
    os_user: str
    host: str
    actor: str | None

    def __str__(self) -> str:
        return self.actor or f"{self.os_user}@{self.host}"

    def text(self) -> str:
        """Return it as JSON."""
        words = {name: word for name, word in asdict(self).items() if word is not None}
        return json.dumps(words, ensure_ascii=False, sort_keys=True)


@cache
def _who(database_user: str, actor: str | None) -> Who:
    import getpass
    import socket

    try:
        os_user = getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        os_user = ""
    return Who(database_user, os_user, socket.gethostname(), actor)


@cache
def _text(who: Who) -> str:
    return who.text()
