"""One open connection to PostgreSQL, by psycopg: statements, transactions, the advisory lock, the reset."""

from __future__ import annotations

import contextlib
import logging
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg
from psycopg.pq import Conninfo, TransactionStatus

from migrate.dialects.base import BEGIN, COMMIT, RESET, Command, Facts, Limits, Row
from migrate.dialects.polling import poll
from migrate.dialects.postgres.blocking import blockers
from migrate.dialects.postgres.copying import copy
from migrate.dialects.postgres.hints import HINTS, INVALID, connect_hint
from migrate.dialects.postgres.locking import AdvisoryLock, Lease, RunnersLock
from migrate.dialects.postgres.pipeline import Failed, send
from migrate.dialects.postgres.sending import Words, batches
from migrate.errors import ConnectError, DatabaseError, ServerError
from migrate.sql.statement import Statement

if TYPE_CHECKING:
    from migrate.dialects.postgres import Postgres
    from migrate.dialects.url import DatabaseUrl

_T = TypeVar("_T")

# What it says of a pipeline that ends with an error is told by us, and would else go to stderr as well.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

_FACTS = """
select session_user::pg_catalog.text, pg_catalog.current_database()::pg_catalog.text,
  pg_catalog.current_schema()::pg_catalog.text, pg_catalog.pg_backend_pid(),
  pg_catalog.current_setting('role')
"""

_LONGEST = 2**31 - 1
"""Milliseconds: the server takes no longer timeout."""


class PostgresSession:
    """A psycopg connection in autocommit; transactions are our own BEGIN and COMMIT."""

    def __init__(self, dialect: Postgres, url: DatabaseUrl, *, timeout: float, read_only: bool) -> None:
        self.dialect = dialect
        self._url = url
        self._notices: list[str] = []
        self._lock: RunnersLock | None = None
        self._is_reset = True
        self._is_held = True
        options: dict[str, Any] = {"application_name": "migrate", "client_encoding": "utf8"}
        options |= {
            "host": url.host,
            "port": url.port,
            "user": url.user,
            "password": url.password,
            "dbname": url.database or None,
            "connect_timeout": max(2, round(timeout)),
        }
        options |= dict(url.query)
        self._options = {name: value for name, value in options.items() if value is not None}
        self._words = Words()
        self._connection = self._open()
        self._connection.add_notice_handler(self._keep_notice)
        self.facts = self._look_around()
        if read_only and not self.facts.pooled:
            self._connection.execute("set session characteristics as transaction read only")

    @property
    def version(self) -> tuple[int, ...]:
        """Return the server's version, such as ``(15, 18)``."""
        return self.facts.version

    @property
    def in_transaction(self) -> bool:
        """Return whether the server says that a transaction is open."""
        return self._connection.info.transaction_status in (
            TransactionStatus.INTRANS,
            TransactionStatus.INERROR,
        )

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Run SQL of our own and return its rows."""

        if self._words.role is not None and not self.in_transaction:
            return self._query_as_role(sql, parameters)

        def ask() -> list[Row]:
            cursor = self._connection.execute(_as_query(sql), parameters or None)
            return cursor.fetchall() if cursor.description else []

        return self._told(ask)

    def query_each(self, *parts: Sequence[str]) -> Iterator[list[Row]]:
        """Run questions of our own, a round trip for each part, which is sent before the last one is read."""
        arrived: deque[psycopg.Cursor[Row]] = deque()
        try:
            with self._connection.pipeline():
                for part in (*parts, ()):
                    sent = deque(self._connection.execute(_as_query(sql)) for sql in part)
                    while arrived:
                        yield arrived.popleft().fetchall()
                    if sent:
                        yield sent.popleft().fetchall()  # this waits for all that was sent
                    arrived = sent
        except psycopg.Error as error:
            raise self._translated(error) from None

    def ask(self, statement: Statement) -> list[Row]:
        """Run a user's question and return its rows."""
        return self.query(statement.text)

    def run(self, statement: Statement) -> None:
        """Run a user's statement, without parameters: psycopg then sends the text as it is."""
        if self._words.role is not None and not self.in_transaction:
            self._run_as_role(statement, self._words.role)
            return
        self._is_reset = False
        text = _as_query(statement.text)

        def send_it() -> None:
            if statement.keyword == "COPY":
                copy(self._connection, text, statement.data)
            else:
                self._connection.execute(text)

        try:
            self._told(send_it)
        except ServerError as error:
            if "concurrently" in statement.text.lower():
                error.hint = "\n".join(filter(None, [error.hint, INVALID]))
            raise

    def _run_as_role(self, statement: Statement, role: str) -> None:
        """Run a user's statement in a transaction of its own, or behind the BEGIN that it is."""
        if self.dialect.stands_alone(statement):
            raise ServerError(
                f"behind a pooler the role {self._url.role} holds in transactions only; this runs in none",
                hint="apply this file by a connection past the pooler",
            )
        if statement.keyword in ("BEGIN", "START"):
            self._told(lambda: self._connection.execute(_as_query(statement.text)))
            self.query(role)
            return
        self.begin()
        try:
            self.run(statement)
        except ServerError:
            self.rollback()
            raise
        self.commit()

    def execute(self, *work: Command | Statement) -> None:
        """Run several, in order; stop at the first that fails.

        In a transaction they go in one round trip, as many as a batch holds.  Outside of one, and with the
        data of a COPY, they go one by one: some of what runs outside would be refused in a batch.
        """
        done = 0
        for together, items in batches(work, in_transaction=self.in_transaction):
            try:
                if together:
                    self._send_together(items)
                else:
                    self._send(items[0])
            except ServerError as error:
                error.step += done
                raise
            done += len(items)

    def _send(self, item: Command | Statement) -> None:
        if isinstance(item, Statement):
            self.run(item)
        else:
            self.query(item.sql, item.parameters)

    def _send_together(self, work: Sequence[Command | Statement]) -> None:
        """Send work in one round trip."""
        held = self._lock.held if self._lock else "select 1"
        self._is_reset = False
        try:
            lines = self._words.lines(work, inside=self.in_transaction, held=held)
            results = self._told(lambda: send(self._connection, lines))
        except Failed as failed:
            if work[failed.step] in self._keeps():
                raise self._lost() from None
            told = self._translated(failed.error)
            if isinstance(told, ServerError):
                told.step = failed.step
            raise told from None
        self._is_reset = work[-1] is RESET
        if self._is_reset and not self._words.pooled:
            self._is_held = results[-1].ntuples > 0

    def _query_as_role(self, sql: str, parameters: Sequence[object]) -> list[Row]:
        """Run SQL of our own in a transaction of its own: a role behind a pooler holds in no other place."""
        self.begin()
        try:
            rows = self.query(sql, parameters)
        except ServerError:
            self.rollback()
            raise
        self.commit()
        return rows

    def begin(self) -> None:
        """Open a transaction."""
        self.execute(BEGIN)

    def limit(self, limits: Limits) -> tuple[Command, ...]:
        """Return what says, for one transaction, how long statements may wait and run.

        Behind a pooler it looks as well whether the runner's lock is held, and keeps it until the end.
        """
        said = {"lock_timeout": limits.lock, "statement_timeout": limits.statement}
        # No question: the first one would forbid SET TRANSACTION.
        limited = tuple(
            Command(f"set local {name} = {min(max(1, round(seconds * 1000)), _LONGEST)}")
            for name, seconds in said.items()
            if seconds is not None
        )
        return (*limited, *self._keeps())

    def commit(self) -> None:
        """End the transaction and keep it."""
        self.execute(COMMIT)

    def rollback(self) -> None:
        """End the transaction and forget it; nothing happens if there is none."""
        if self.in_transaction:
            self.query("rollback")

    def reset(self) -> None:
        """Bring the settings back, if that is not so; raise DatabaseError if the runner's lock was let go."""
        if not self._is_reset:
            self._send_together([RESET])
            if self._words.pooled and self._lock is not None:
                self._is_held = bool(self.query(self._lock.held))
        if not self._is_held:
            raise self._lost()

    @contextlib.contextmanager
    def lock(self, name: str, *, timeout: float) -> Iterator[None]:
        """Hold an advisory lock of this session or, behind a pooler, a lease."""
        lock = Lease(self, name, self.another) if self.facts.pooled else AdvisoryLock(self, name)
        poll(lambda: lock.take() or None, timeout=timeout, what=self._url, holder=lock.holder)
        self._lock = lock
        try:
            yield
        finally:
            self._lock = None
            # A lost connection has let go of the lock already.
            with contextlib.suppress(DatabaseError):
                self.rollback()
                lock.release()

    def _keeps(self) -> tuple[Command, ...]:
        return self._lock.keeps() if self._lock else ()

    def _lost(self) -> DatabaseError:
        return DatabaseError("the runner's lock was lost", hint=self._lock.lost if self._lock else None)

    def cancel(self) -> None:
        """Ask the server to give up the statement that runs."""
        with contextlib.suppress(psycopg.Error):
            self._connection.cancel()

    @contextlib.contextmanager
    def blockers(self) -> Iterator[Callable[[], tuple[str, ...]]]:
        """Open a connection that answers who keeps this session waiting."""
        with self._open() as other:
            yield lambda: self._told(lambda: blockers(other, self.facts.connection, pooled=self.facts.pooled))

    def notices(self) -> tuple[str, ...]:
        """Return what the server remarked since the last call."""
        told, self._notices = tuple(self._notices), []
        return told

    def another(self) -> PostgresSession:
        """Open another connection to the same database."""
        return PostgresSession(self.dialect, self._url, timeout=10.0, read_only=False)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _look_around(self) -> Facts:
        """Ask where we are, and take note of a pooler."""
        version, role = self._connection.info.server_version, self._url.role
        user, database, schema, pid, stood_in = self.query(_FACTS)[0]
        # A pooler tells a number of its own, or lets no role stand.
        pooled = self._connection.info.backend_pid != pid or role not in (None, stood_in)
        if pooled:
            self._words = Words(True, f"set local role {self.dialect.quote(role)}" if role else None)
        if pooled and role:  # the role may have another place for tables
            try:
                schema = self.query(_FACTS)[0][2]
            except ServerError as error:
                self.close()
                raise self._unreachable(error.message) from None
        return Facts((version // 10000, version % 10000), user, database, schema, pid, pooled)

    def _open(self) -> psycopg.Connection[Row]:
        try:
            if self._url.role is None or self._words.pooled:
                return self._connect()
            try:
                return self._connect(options=self._in_role(self._url.role))
            except psycopg.OperationalError as error:
                if "startup parameter" not in str(error):
                    raise
                return self._connect()  # a pooler, which takes no settings of a connection
        except psycopg.Error as error:
            raise self._unreachable(str(error)) from None

    def _connect(self, **more: Any) -> psycopg.Connection[Row]:
        return psycopg.connect(autocommit=True, prepare_threshold=None, **{**self._options, **more})

    def _in_role(self, role: str) -> str:
        """Return the connection's settings and the role, which RESET ROLE then goes back to."""
        by_default = {each.keyword: each.val for each in Conninfo.get_defaults()}
        given = self._options.get("options") or (by_default.get(b"options") or b"").decode()
        escaped = re.sub(r"([\\\s])", r"\\\1", role)
        return f"{given} -c role={escaped}".strip()

    def _unreachable(self, message: str) -> ConnectError:
        return ConnectError(
            f"cannot connect to {self._url}: {self._url.redact(message).strip()}", hint=connect_hint(message)
        )

    def _keep_notice(self, notice: psycopg.errors.Diagnostic) -> None:
        severity = (notice.severity_nonlocalized or notice.severity or "notice").lower()
        self._notices.append(f"{severity}: {notice.message_primary}")

    def _told(self, do: Callable[[], _T]) -> _T:
        """Do it; what psycopg raises leaves as an error of ours."""
        try:
            return do()
        except (psycopg.Error, ValueError) as error:
            raise self._translated(error) from None

    def _translated(self, error: psycopg.Error | ValueError) -> DatabaseError:
        if isinstance(error, ValueError):  # such as a lone surrogate
            return ServerError(f"this text cannot be sent to the server: {error}")
        diag = error.diag
        lost = self._connection.closed or self._connection.broken
        message = self._url.redact(diag.message_primary or str(error).strip())
        if lost:
            return ConnectError(
                f"the connection to {self._url} was lost: {message}",
                hint="run `migrate status` once the server is back: it tells what was kept",
            )
        told = {"detail": diag.message_detail, "hint": diag.message_hint, "in": diag.context}
        for word, more in told.items():
            if more:
                message += f"\n{word}: {self._url.redact(more)}"
        state = error.sqlstate or ""
        offset = int(diag.statement_position) - 1 if diag.statement_position else None
        return ServerError(message, state=state, offset=offset, hint=HINTS.get(state))


def _as_query(text: str) -> bytes:
    """Return text as bytes: as text psycopg's types take literals alone, to keep values out of SQL."""
    return text.encode()
