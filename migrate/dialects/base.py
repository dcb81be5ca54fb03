"""The seams of a dialect: a session is one open connection, a dialect is what knows how to make one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

if TYPE_CHECKING:
    from migrate.dialects.keeping import Keeping
    from migrate.dialects.url import DatabaseUrl
    from migrate.errors import ServerError
    from migrate.schema.changes import Change
    from migrate.schema.diff import DiffRules
    from migrate.schema.model import Schema
    from migrate.schema.plan import Plan
    from migrate.sql.rules import ScanRules
    from migrate.sql.statement import Statement

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Command:
    """SQL of our own that gives no rows; parameters stand as ``%s``, a percent sign as ``%%``."""

    sql: str
    parameters: tuple[object, ...] = ()


BEGIN = Command("begin")
COMMIT = Command("commit")
RESET = Command("reset")
"""What :meth:`Session.reset` does, among work that is sent together."""


LEASE_TABLE = "migrate_lease"
"""The table of runners' locks that are leases."""

LOCK_WAIT = 3.0
"""Seconds that a statement waits for a lock by default: all who come after it wait as long."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a statement may wait for a lock, and run, in seconds; ``None``: as the server has it."""

    lock: float | None = LOCK_WAIT
    statement: float | None = None


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a server says of itself and of us when a session opens.

    ``schema`` is where unqualified names are created (MySQL: the database), ``None`` if there is no such
    place; ``connection`` the server's number of this connection, 0 where it gives none.  ``pooled``: each
    transaction may find another connection of the server, so that no setting outlives it.
    """

    version: tuple[int, ...]
    user: str
    database: str
    schema: str | None
    connection: int = 0
    pooled: bool = False


class Session(Protocol):
    """One open connection.  It stands in autocommit until :meth:`begin`.

    Every method raises :class:`migrate.errors.ServerError` for what the server answers, and
    :class:`migrate.errors.ConnectError` when the connection is lost; a driver's exception never leaves it.
    """

    @property
    def dialect(self) -> Dialect:
        """Return the dialect that opened this session."""
        ...

    @property
    def facts(self) -> Facts:
        """Return what the server said of itself when the session opened."""
        ...

    @property
    def version(self) -> tuple[int, ...]:
        """Return the server's version, such as ``(15, 18)``."""
        ...

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Run SQL of our own and return its rows (``[]`` if it has none); parameters stand as ``%s``."""
        ...

    def query_each(self, *parts: Sequence[str]) -> Iterable[list[Row]]:
        """Run questions of our own and give the rows of each; a part goes in one round trip if it can.

        The server may work on a part while the rows of the one before are read.  No other work can be done
        before the rows of the last question were taken.
        """
        ...

    def ask(self, statement: Statement) -> list[Row]:
        """Run a user's question, as it is, and return its rows."""
        ...

    def run(self, statement: Statement) -> None:
        """Run a user's statement: its text reaches the server as it is, its COPY data is fed."""
        ...

    def execute(self, *work: Command | Statement) -> None:
        """Run several, in order, in as few round trips as the driver can; stop at the first that fails.

        The ServerError of a failed one has its index in ``step``.
        """
        ...

    def begin(self) -> None:
        """Open a transaction (SQLite: IMMEDIATE)."""
        ...

    def limit(self, limits: Limits) -> tuple[Command, ...]:
        """Say how long statements may wait and run from here on; return what is to be sent for it.

        That goes behind a BEGIN, since PostgreSQL's word holds to the end of the transaction.
        """
        ...

    def commit(self) -> None:
        """End the transaction and keep it."""
        ...

    def rollback(self) -> None:
        """End the transaction and forget it; nothing happens if there is none."""
        ...

    @property
    def in_transaction(self) -> bool:
        """Return whether the server says that a transaction is open."""
        ...

    def reset(self) -> None:
        """Bring the session's settings back to what they were when it was opened.

        The runner's lock stays; it is looked at, and a DatabaseError raised if what ran let go of it.
        """
        ...

    def lock(self, name: str, *, timeout: float) -> AbstractContextManager[None]:
        """Hold the runner's lock of this database, polled for at most ``timeout`` seconds.

        Raises :class:`migrate.errors.LockTaken`.
        """
        ...

    def cancel(self) -> None:
        """Ask the server to give up the statement that runs; may be called from a signal handler."""
        ...

    def notices(self) -> tuple[str, ...]:
        """Return what the server remarked since the last call, such as ``warning: …``."""
        ...

    def close(self) -> None:
        """Close the connection; an open transaction is forgotten."""
        ...


@runtime_checkable
class SeesBlockers(Protocol):
    """What a session can have to say of who is in its way, where the server shows it."""

    def blockers(self) -> AbstractContextManager[Callable[[], tuple[str, ...]]]:
        """Open a connection of its own that answers, in words, who keeps this session waiting now.

        It may be asked by another thread while this session waits.  Raises DatabaseError.
        """
        ...


@runtime_checkable
class GuardsTransactions(Protocol):
    """What a session can have to say of a file that is run in one transaction."""

    def outside(self, statements: Sequence[Statement]) -> tuple[int, int]:
        """Return how many statements at the head and at the tail do nothing, or fail, inside one."""
        ...

    def misplaced(self, statements: Sequence[Statement]) -> int | None:
        """Return the index of a statement between those that would silently do nothing."""
        ...

    def guard(self, statements: Sequence[Statement]) -> Callable[[], None]:
        """Look at the data now; return what looks again before the commit and raises ServerError."""
        ...


def guard_of(session: Session) -> GuardsTransactions | None:
    """Return a session that guards transactions, else ``None``; a class is asked once, not for each file."""
    return cast(GuardsTransactions, session) if _guards(type(session)) else None


@cache
def _guards(kind: type[Session]) -> bool:
    return issubclass(kind, GuardsTransactions)


@dataclass(frozen=True, slots=True)
class OwnTables:
    """How our own tables are declared: the type of long text, and what follows the columns.

    ``elapsed`` is SQL for the milliseconds since the transaction began, where the server knows them: a
    record can then be sent together with the work that it tells of.  ``equals`` compares a column with a
    parameter, whatever operators of users the session's search path leads to.  ``replace`` puts a row in the
    place of the one with its key.
    """

    text: str
    options: str = ""
    elapsed: str | None = None
    equals: str = "{} = %s"
    replace: str = "replace into {table} ({columns}) values ({values})"


class Dialect(Protocol):
    """What differs between databases."""

    @property
    def name(self) -> str:
        """Return ``postgres``, ``mysql``, ``mariadb`` or ``sqlite``."""
        ...

    @property
    def scan_rules(self) -> ScanRules:
        """Return the lexical rules of its SQL."""
        ...

    @property
    def transactional_ddl(self) -> bool:
        """Return whether DDL can be rolled back."""
        ...

    @property
    def own_tables(self) -> OwnTables:
        """Return the words in which our own tables are declared."""
        ...

    def quote(self, name: str) -> str:
        """Return an identifier quoted for SQL of our own."""
        ...

    def connect(self, url: DatabaseUrl, *, timeout: float = 10.0, read_only: bool = False) -> Session:
        """Open a session.  Raises :class:`migrate.errors.ConnectError`.

        ``timeout`` is in seconds.  Read-only: the server is told so, and an SQLite file that is not
        there is not made; an empty database stands in for it.
        """
        ...

    def lacks_table(self, error: ServerError) -> bool:
        """Return whether an error says that a table, or the schema it should be in, does not exist."""
        ...

    def leftovers(self, session: Session, ignored: Sequence[str]) -> list[str]:
        """Return the names of some objects of the database, but for tables that are named ``ignored``."""
        ...

    def stands_alone(self, statement: Statement) -> bool:
        """Return whether a statement is known to fail in a transaction, or to do nothing there."""
        ...

    def refuses_transaction(self, error: ServerError) -> bool:
        """Return whether an error only says that the statement runs in no transaction."""
        ...

    def passes(self, error: ServerError) -> bool:
        """Return whether an error only says that others were in the way, so that a later try may succeed."""
        ...

    def keeps_setting(self, statement: Statement) -> bool:
        """Return whether a statement only changes the session, so that a resumed file needs it again."""
        ...

    @property
    def diff_rules(self) -> DiffRules:
        """Return its answers to the walk that compares two schemas."""
        ...

    def inspect(self, session: Session, *, exclude: tuple[str, ...] = ()) -> Schema:
        """Read the schema of the session's database, in a fixed number of queries.

        Our own tables are never in it, nor what a pattern of ``exclude`` names (``schema.table``, ``*``).
        """
        ...

    def plan(self, changes: Iterable[Change], old: Schema, new: Schema) -> Plan:
        """Return the steps that make the changes, in an order that works."""
        ...

    def create(self, schema: Schema) -> Plan:
        """Return the steps that build a schema in an empty database."""
        ...

    def wipe(self, session: Session) -> None:
        """Remove every object of a user.  Only ever called on a dev database."""
        ...

    @property
    def keeping(self) -> Keeping:
        """Return how rows are put aside and brought back."""
        ...


@runtime_checkable
class PlansAccess(Protocol):
    """What a dialect can have to do with owners and privileges, where the server keeps them per object."""

    def plan_access(
        self, changes: Iterable[Change], old: Schema, new: Schema, *, owners: bool, privileges: bool
    ) -> Plan:
        """Return the steps of changes that were found with owners or privileges compared as well."""
        ...

    def absent_roles(self, session: Session, schema: Schema) -> tuple[str, ...]:
        """Return the roles that own something in a schema or may use it, and that a server lacks, quoted."""
        ...


@runtime_checkable
class TellsEarlier(Protocol):
    """What a dialect can have to do with a server whose later versions tell more than earlier ones did."""

    def as_of(self, schema: Schema, version: tuple[int, ...]) -> Schema:
        """Return a schema as a server of an earlier version would tell it."""
        ...


@runtime_checkable
class BuildsBeside(Protocol):
    """What a dialect can have to do with indexes that are built beside their table, while others write.

    A build that fails leaves an index that is invalid.  Indexes are named qualified and quoted.
    """

    def builds_beside(self, statement: Statement) -> bool:
        """Return whether a statement is such a build."""
        ...

    def left_by(self, session: Session, statement: Statement) -> tuple[str, ...]:
        """Return the invalid indexes that such a build may have left; never one that somebody builds now."""
        ...

    def index_of(self, session: Session, statement: Statement) -> tuple[str, bool] | None:
        """Return the index that a build names, if it is there, and whether it is valid."""
        ...

    def names_index(self, statement: Statement) -> bool:
        """Return whether a build says how its index is called."""
        ...

    def passes_over(self, statement: Statement) -> bool:
        """Return whether a build is content with any index of that name."""
        ...

    def drops_beside(self, index: str) -> str:
        """Return the SQL that drops an index while others write."""
        ...


@runtime_checkable
class HasLooseTables(Protocol):
    """What a dialect can have to do with tables that take part in no transaction, such as MyISAM's."""

    def has_loose_tables(self, session: Session) -> bool:
        """Return whether the database has any now."""
        ...


@runtime_checkable
class HidesObjects(Protocol):
    """What a dialect can have to do with a server that leaves out what a user may not see."""

    def hidden(self, session: Session) -> Mapping[str, str]:
        """Return the kinds of objects that the user does not see, and the privilege that would show each."""
        ...
