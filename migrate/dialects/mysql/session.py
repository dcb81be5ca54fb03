"""One open connection to MySQL or MariaDB, by PyMySQL: statements, transactions, GET_LOCK, the reset."""

from __future__ import annotations

import contextlib
import hashlib
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import pymysql
from pymysql.constants import SERVER_STATUS
from pymysql.converters import encoders

from migrate.dialects.base import BEGIN, COMMIT, RESET, Command, Facts, Limits, Row
from migrate.dialects.encryption import TlsOptions, way_out
from migrate.dialects.mysql.blocking import blockers
from migrate.dialects.mysql.driver import MySqlConnection
from migrate.dialects.mysql.hints import HINTS, connect_hint, number_and_message, offset
from migrate.dialects.mysql.lossless import LOSSLESS
from migrate.dialects.mysql.mariadb import flavour
from migrate.dialects.mysql.options import check_files, driver_options, take_role, wants_tls
from migrate.dialects.polling import poll
from migrate.errors import ConnectError, DatabaseError, ServerError
from migrate.sql.statement import Statement

if TYPE_CHECKING:
    from migrate.dialects.url import DatabaseUrl

# What a migration may set and the next must not feel.  COM_RESET_CONNECTION would let go of GET_LOCK.
_SETTINGS = (
    "sql_mode",
    "character_set_client",
    "character_set_connection",
    "character_set_results",
    "collation_connection",
    "time_zone",
    "foreign_key_checks",
    "unique_checks",
    "sql_safe_updates",
    "sql_notes",
    "sql_quote_show_create",
    "sql_auto_is_null",
    "autocommit",
    "default_storage_engine",
    "group_concat_max_len",
    "lock_wait_timeout",
    "innodb_lock_wait_timeout",
    "max_sp_recursion_depth",
    "old_alter_table",
    "tmp_table_size",
    "max_heap_table_size",
)
_FACTS = "select current_user(), connection_id(), @@max_allowed_packet, {state}"
_READ_ONLY = "set session transaction read only;\n"
_HOLDER = "select id, user, host, time from information_schema.processlist where id = is_used_lock(%s)"
_LOST = (2003, 2006, 2013, 2014, 2055, 0)
_TOO_BIG = "1153"
_BETWEEN = "\x1f"  # between settings: none holds it
_CLUSTERED = (
    "this is a node of a Galera cluster, and the lock holds on it alone: let all runners use one node"
)
_TLS = TlsOptions(signers="ssl_ca", certificate="ssl_cert", key="ssl_key")


class MySqlSession:
    """A PyMySQL connection in autocommit.

    Several statements may stand in one packet (``execute``): our own bookkeeping then rides along with
    the user's statement instead of costing round trips of its own.
    """

    def __init__(self, url: DatabaseUrl, *, timeout: float, read_only: bool) -> None:
        self._url = url
        self._options = driver_options(url, timeout=timeout)
        self._notices: list[str] = []
        self._lock_name: str | None = None
        self._tables_locked = False
        self._found: str | None = None
        self._largest = 1 << 20
        self._connection = self._open()
        self.dialect, version = flavour(self._connection.get_server_info())
        self._names = (*_SETTINGS, *self.dialect.flavoured_settings())
        facts = _FACTS.format(state=self._snapshot())
        user, number, packet, state = self.query(_READ_ONLY + facts if read_only else facts)[0]
        _, settings, self._database = self._read(str(state))
        self._opened = dict(zip(self._names, settings, strict=True))
        self._settings = self._opened
        self._statement_limit: float | None = None
        self.facts = Facts(version, user, self._database, self._database or None, int(number))
        self._largest = int(packet)

    @property
    def version(self) -> tuple[int, ...]:
        """Return the server's version, such as ``(10, 11, 6)``."""
        return self.facts.version

    @property
    def in_transaction(self) -> bool:
        """Return whether the server says that a transaction is open."""
        return bool(self._connection.server_status & SERVER_STATUS.SERVER_STATUS_IN_TRANS)

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Run SQL of our own and return its rows, all values as text."""
        return self._send([self._text(Command(sql, tuple(parameters)))], own=1)

    def query_each(self, *parts: Sequence[str]) -> Iterator[list[Row]]:
        """Run many questions of our own in one round trip and yield the rows of each, as they come.

        All values are text, also those of binary columns.
        """
        self._connection.texts_only = True
        try:
            yield from self._each(chain.from_iterable(parts))
        finally:
            self._connection.texts_only = False

    def _each(self, statements: Iterable[str]) -> Iterator[list[Row]]:
        packet: list[str] = []
        size = 0
        for statement in statements:
            room = 4 * len(statement) + 8
            if packet and size + room > self._largest:
                yield from self._answers(packet, own=len(packet))
                packet, size = [], 0
            packet.append(statement)
            size += room
        if packet:
            yield from self._answers(packet, own=len(packet))

    def ask(self, statement: Statement) -> list[Row]:
        """Run a user's question and return its rows, all values as text."""
        return self._send([statement.text], own=0)

    def run(self, statement: Statement) -> None:
        """Run a user's statement, as it is."""
        self.execute(statement)

    def execute(self, *work: Command | Statement) -> None:
        """Run several, in order; what is ours goes in the packet of the statement that follows it."""
        packet: list[str] = []
        for step, item in enumerate(work):
            packet.append(self._text(item))
            if isinstance(item, Command) and step + 1 < len(work):
                continue
            if isinstance(item, Statement) and item.keyword in ("LOCK", "UNLOCK"):
                self._tables_locked = item.keyword == "LOCK"
            self._found = None
            try:
                rows = self._send(packet, own=len(packet) - isinstance(item, Statement))
            except ServerError as error:
                error.step += step + 1 - len(packet)
                raise
            if item is RESET:
                self._found = str(rows[0][0])
            packet = []

    def begin(self) -> None:
        """Open a transaction."""
        self.execute(BEGIN)

    def limit(self, limits: Limits) -> tuple[Command, ...]:
        """Say how long statements may wait and run, to hold beyond transactions and resets."""
        before, self._settings = self._settings, {**self._opened, **self.dialect.limits(limits)}
        self._statement_limit = None if self.dialect.limits_all_statements else limits.statement
        changed = [(name, value) for name, value in self._settings.items() if value != before[name]]
        if not changed:
            return ()
        words = ", ".join(f"{name} = %s" for name, _ in changed)
        return (Command(f"set session {words}", tuple(_number(value) for _, value in changed)),)

    def commit(self) -> None:
        """End the transaction and keep it."""
        self.execute(COMMIT)

    def rollback(self) -> None:
        """End the transaction and forget it; nothing happens if there is none."""
        if self.in_transaction:
            self.query("rollback")
        if self._tables_locked:
            self.query("unlock tables")
            self._tables_locked = False

    def reset(self) -> None:
        """Set back what was changed; raise DatabaseError if the runner's lock was let go.

        What there is to do was asked with the last work, if a RESET stood at its end.
        """
        if self._found is None:
            self.execute(RESET)
        held, settings, database = self._read(str(self._found))
        if not held:
            raise DatabaseError(
                "the runner's lock was lost: a statement let go of all locks, or the connection was changed",
                hint="take RELEASE_ALL_LOCKS() out of the migration, and connect without a pooling proxy",
            )
        changed = [
            f"set session {name} = {self._connection.escape(_number(before), encoders)}"
            for (name, before), after in zip(self._settings.items(), settings, strict=True)
            if before != after
        ]
        if self._database not in ("", database):
            changed.append(f"use {self.dialect.quote(self._database)}")
        if self._tables_locked:
            self.rollback()
        if self._url.role is not None:
            changed.append(take_role(self._url.role))
        if changed:
            self._send(changed, own=len(changed))

    def _snapshot(self) -> str:
        """Return SQL for what a migration may have changed: one column, since each takes its time."""
        held = f"is_used_lock('{self._lock_name}') = connection_id()" if self._lock_name else "1"
        parts = (held, *(f"@@session.{name}" for name in self._names), "database()")
        known = ", ".join(f"coalesce({part}, '')" for part in parts)
        return f"concat_ws('{_BETWEEN}', {known})"

    def _read(self, state: str) -> tuple[bool, list[str], str]:
        """Return whether the lock is held, the settings, and the database, ``""`` for none."""
        held, *settings, database = state.split(_BETWEEN, len(self._names) + 1)
        return held == "1", settings, database

    @contextlib.contextmanager
    def lock(self, name: str, *, timeout: float) -> Iterator[None]:
        """Hold GET_LOCK; its names are the whole server's and short, so ours is a digest."""
        digest = hashlib.sha256(f"{self.facts.database}/{name}".encode())
        key = f"migrate:{digest.hexdigest()[:48]}"

        def take() -> str | None:
            ((taken, clustered),) = self.query(f"select get_lock(%s, 0), {self.dialect.clustered}", (key,))
            if str(taken) == "1" and str(clustered).upper() in ("ON", "1"):
                self._notices.append(f"warning: {_CLUSTERED}")
            return key if str(taken) == "1" else None

        poll(take, timeout=timeout, what=self._url, holder=lambda: self._holder(key))
        self._lock_name = key
        try:
            yield
        finally:
            self._lock_name = None
            # A lost connection has let go of the lock already.
            with contextlib.suppress(DatabaseError):
                self.rollback()
                self.query("select release_lock(%s)", (key,))

    def cancel(self) -> None:
        """Kill the statement that runs, by a connection of its own."""
        try:
            other = self._open()
            try:
                other.query(f"kill query {self.facts.connection}")
            finally:
                other.close()
        except (pymysql.Error, DatabaseError) as error:
            self._notices.append(f"warning: what ran could not be cancelled: {error}")

    @contextlib.contextmanager
    def blockers(self) -> Iterator[Callable[[], tuple[str, ...]]]:
        """Open a connection that answers who may keep this session waiting: the server names no one."""
        other = self._open()
        try:
            yield lambda: blockers(other, self.facts.connection)
        finally:
            other.close()

    def notices(self) -> tuple[str, ...]:
        """Return the warnings since the last call."""
        told, self._notices = tuple(self._notices), []
        return told

    def close(self) -> None:
        """Close the connection."""
        with contextlib.suppress(pymysql.Error):
            self._connection.close()

    def _open(self) -> Any:  # the published types of PyMySQL lack the server's status and the results
        try:
            check_files(self._options)
            connection: Any = MySqlConnection(**self._options)
            if wants_tls(self._options) and not connection._secure:  # before 1.2, PyMySQL just went on
                connection.close()
                raise pymysql.OperationalError(2026, "the server does not encrypt connections")
            connection.encoding = LOSSLESS
            return connection
        except (pymysql.Error, OSError, ValueError) as error:
            number, message = number_and_message(error)
            hint = way_out(message, _TLS) or connect_hint(number)
            raise ConnectError(
                f"cannot connect to {self._url}: {self._url.redact(message)}", hint=hint
            ) from None

    def _text(self, item: Command | Statement) -> str:
        if isinstance(item, Statement):
            return item.text
        if item is RESET:
            return f"select {self._snapshot()}"
        if item is BEGIN:
            return "start transaction"  # with sql_mode ORACLE, which a file may set, BEGIN opens a block
        if not item.parameters:
            return item.sql
        return item.sql % tuple(self._connection.escape(value, encoders) for value in item.parameters)

    def _send(self, packet: list[str], *, own: int) -> list[Row]:
        """Send a packet whose first ``own`` statements are ours, and return the rows of the last."""
        *_, rows = self._answers(packet, own=own)
        return rows

    def _answers(self, packet: list[str], *, own: int) -> Iterator[list[Row]]:
        """Send a packet whose first ``own`` statements are ours, and yield the rows of each."""
        body = ";\n".join(packet).encode("utf-8", "surrogateescape")
        if len(body) + 1 >= self._largest:
            told = ServerError(
                f"a statement of {len(body)} bytes is above max_allowed_packet, which is {self._largest}",
                state=_TOO_BIG,
                hint="raise max_allowed_packet on the server, or cut the statement into smaller ones",
            )
            told.step = packet.index(max(packet, key=len))
            raise told
        connection, step = self._connection, 0
        watchdog = self._watchdog() if len(packet) > own else None
        try:
            connection.query(body)
            result = connection._result
            yield _rows(result)
            while result is not None and result.has_next:
                step += 1
                connection.next_result()
                result = connection._result
                yield _rows(result)
            if own <= step and result is not None and result.warning_count:
                self._keep_warnings()
        except (pymysql.Error, OSError) as error:
            raise self._translated(error, packet, step) from None
        finally:
            if watchdog is not None:
                watchdog.cancel()

    def _watchdog(self) -> threading.Timer | None:
        """Start what ends a statement that takes too long, where the server does so for SELECT alone."""
        if self._statement_limit is None:
            return None
        timer = threading.Timer(self._statement_limit, self.cancel)
        timer.daemon = True
        timer.start()
        return timer

    def _keep_warnings(self) -> None:
        for level, _, message in self._connection.show_warnings():
            if str(level).lower() != "note":
                self._notices.append(f"{str(level).lower()}: {message}")

    def _translated(self, error: BaseException, packet: list[str], step: int) -> DatabaseError:
        number, message = number_and_message(error)
        message = self._url.redact(message)
        if not self._connection.open or number in _LOST:
            return ConnectError(
                f"the connection to {self._url} was lost: {message or 'the server closed it'}",
                hint="run `migrate status` once the server is back: it tells what was kept",
            )
        step = min(step, len(packet) - 1)
        state = str(number)
        told = ServerError(message, state=state, offset=offset(message, packet[step]), hint=HINTS.get(state))
        told.step = step
        return told

    def _holder(self, key: str) -> str:
        for number, user, host, seconds in self.query(_HOLDER, (key,)):
            return f" (connection {number}, user {user} from {host}, {seconds} s in its last step)"
        return ""


def _rows(result: Any) -> list[Row]:
    return list(result.rows or ()) if result is not None else []


def _number(value: object) -> object:
    """Return digits as a number: some settings take no text."""
    if isinstance(value, str) and re.fullmatch(r"\d+(\.\d+)?", value):
        return float(value) if "." in value else int(value)
    return value
