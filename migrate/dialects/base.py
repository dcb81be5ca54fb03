"""The seams of a dialect: a session is one open connection, a dialect is what knows how to make one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from migrate.dialects.url import DatabaseUrl
from migrate.sql.rules import ScanRules
from migrate.sql.statement import Statement

Row = tuple[Any, ...]


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
    def version(self) -> tuple[int, ...]:
        """Return the server's version, such as ``(15, 18)``."""
        ...

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Run SQL of our own and return its rows (``[]`` if it has none); parameters stand as ``%s``."""
        ...

    def run(self, statement: Statement) -> None:
        """Run a user's statement: its text reaches the server as it is, its COPY data is fed."""
        ...

    def begin(self) -> None:
        """Open a transaction (SQLite: IMMEDIATE)."""
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
        """Bring the session's settings back to what they were when it was opened; locks stay."""
        ...

    def lock(self, name: str, *, timeout: float) -> AbstractContextManager[None]:
        """Hold the runner's lock of this database, polled for at most ``timeout`` seconds.

        Raises :class:`migrate.errors.LockTaken`.
        """
        ...

    def close(self) -> None:
        """Close the connection; an open transaction is forgotten."""
        ...


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

    def quote(self, name: str) -> str:
        """Return an identifier quoted for SQL of our own."""
        ...

    def connect(self, url: DatabaseUrl, *, timeout: float = 10.0, read_only: bool = False) -> Session:
        """Open a session.  Raises :class:`migrate.errors.ConnectError`."""
        ...
